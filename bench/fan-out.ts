import type { Bench, Figure } from './bench.ts';
import { Audience } from './fan-out/audience.ts';
import type { Contender } from './fan-out/contender.ts';
import { startPlainWs, startSocketIo } from './fan-out/others.ts';
import { startPopstage } from './fan-out/popstage.ts';
import { pin, preciseCpuMs } from './process-usage.ts';
import { median, sum } from './statistics.ts';

const [loadedCore, otherCore] = ['0', '1'];
const sizes = [500, 2000] as const;
const rounds = 3;
/** A hundred people write in the same moment, once a second: a lot was just sold. Who needs longer gets longer. */
const burst = { messages: 100, everyMs: 1000, count: 3 };
/** An ordinary quiet chat. */
const trickle = { messages: 10, everyMs: 500 };
/** In turns, so that each writes every four seconds: three messages within two would be held up as a flood. */
const senders = 400;
const warmUpBursts = 2;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Sample {
  /** CPU of the server for one message at one socket, microseconds. */
  readonly cpuUs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Sockets that did not get everything once and in the order of the others. */
  readonly faults: number;
}

type Load = (audience: Audience) => Promise<number>;

const inBursts =
  (count: number): Load =>
  async (audience) => {
    for (let round = 0; round < count; round += 1) {
      const [before, nextAtMs] = [audience.delivered, performance.now() + burst.everyMs];
      for (let index = 0; index < burst.messages; index += 1) audience.say(senders);
      await audience.arrived(before, burst.messages);
      await wait(nextAtMs - performance.now());
    }
    return count * burst.messages;
  };

const inTrickle: Load = async (audience) => {
  for (let index = 0; index < trickle.messages; index += 1) {
    audience.say(senders);
    await wait(trickle.everyMs);
  }
  return trickle.messages;
};

async function measure(audience: Audience, load: Load): Promise<Sample> {
  const { processId } = audience.contender;
  const first = audience.begin();
  const [deliveredBefore, cpuBeforeMs] = [audience.delivered, await preciseCpuMs(processId)];
  const said = await load(audience);
  await audience.arrived(deliveredBefore, said);
  const cpuSpentMs = (await preciseCpuMs(processId)) - cpuBeforeMs;
  return {
    cpuUs: (cpuSpentMs * 1000) / (audience.delivered - deliveredBefore),
    p50Ms: audience.delays.percentile(0.5),
    p99Ms: audience.delays.percentile(0.99),
    faults: audience.faultsSince(first),
  };
}

interface Samples {
  readonly bursts: Sample[];
  readonly trickle: Sample[];
}

/** Takes turns, so that what else the machine does falls on all of them. */
async function compare(audiences: readonly Audience[], say: (line: string) => void): Promise<Samples[]> {
  const samples = audiences.map((): Samples => ({ bursts: [], trickle: [] }));
  for (const audience of audiences) await measure(audience, inBursts(warmUpBursts));
  for (let round = 1; round <= rounds; round += 1) {
    for (const [index, audience] of audiences.entries()) {
      samples[index]?.bursts.push(await measure(audience, inBursts(burst.count)));
      samples[index]?.trickle.push(await measure(audience, inTrickle));
    }
    say(`${audiences[0]?.size} sockets each: round ${round} of ${rounds}`);
  }
  return samples;
}

const cpuOf = (samples: readonly Sample[] | undefined): number =>
  median((samples ?? []).map(({ cpuUs }) => cpuUs));

const figuresOf = (what: string, samples: readonly Sample[]): Figure[] => [
  { name: `${what}: CPU per delivery`, value: cpuOf(samples), unit: 'us' },
  { name: `${what}: p50`, value: median(samples.map(({ p50Ms }) => p50Ms)), unit: 'ms' },
  { name: `${what}: p99`, value: median(samples.map(({ p99Ms }) => p99Ms)), unit: 'ms' },
  {
    name: `${what}: sockets not served whole`,
    value: sum(samples.map(({ faults }) => faults)),
    unit: '',
    target: { atMost: 0 },
  },
];

/** Ours first, then Socket.IO, then plain ws. */
function compared(size: number, [ours, socketIo, plainWs]: readonly Samples[]): Figure[] {
  const [bursts, trickles] = [cpuOf(ours?.bursts), cpuOf(ours?.trickle)];
  const ratio = (name: string, value: number, atMost?: number): Figure => ({
    name: `${size}, ${name}`,
    value,
    unit: 'times',
    ...(atMost === undefined ? {} : { target: { atMost } }),
  });
  return [
    ratio('bursts: Popstage of Socket.IO', bursts / cpuOf(socketIo?.bursts), 1 / 3),
    ratio('bursts: Popstage of plain ws', bursts / cpuOf(plainWs?.bursts)),
    ratio('trickle: Popstage of Socket.IO', trickles / cpuOf(socketIo?.trickle)),
    ratio('trickle: Popstage of plain ws', trickles / cpuOf(plainWs?.trickle), 1),
  ];
}

async function run(contenders: readonly Contender[], say: (line: string) => void): Promise<Figure[]> {
  const audiences = await Promise.all(contenders.map((contender) => Audience.join(contender, 0)));
  const figures: Figure[] = [];
  for (const size of sizes) {
    for (const audience of audiences) await audience.grow(size);
    const samples = await compare(audiences, say);
    for (const [index, audience] of audiences.entries()) {
      const what = `${size}, ${audience.contender.name}`;
      figures.push(...figuresOf(`${what}, bursts`, samples[index]?.bursts ?? []));
      figures.push(...figuresOf(`${what}, trickle`, samples[index]?.trickle ?? []));
    }
    figures.push(...compared(size, samples));
  }
  for (const audience of audiences) audience.leave();
  return figures;
}

/** What one message at one socket costs the server, among those who do the same. */
export const fanOut: Bench = {
  name: 'fan-out',
  description:
    'chat to a room: Popstage (durable, moderated) against Socket.IO and a plain ws loop, in turns',
  conditions: () => ({
    sizes: sizes.join(', '),
    rounds,
    bursts: `${burst.messages} messages at once from as many of ${senders} sockets in turn, once a second or when the last has arrived, ${burst.count} times a round`,
    trickle: `${trickle.messages} messages a round, one each ${trickle.everyMs} ms`,
    pinned: `servers on core ${loadedCore}, ${otherCore} holds the sockets`,
    cpu: 'of the whole server process, waiting included, by its deliveries (schedstat)',
    socketIo: '4.8.4, default settings, WebSocket transport, io.to(room).emit',
    plainWs: 'ws 8.23.0, JSON.stringify once, send to all',
  }),
  run: async (say) => {
    await pin(process.pid, otherCore);
    const contenders: Contender[] = [];
    try {
      const persons = Math.max(...sizes);
      contenders.push(await startPopstage({ core: loadedCore, otherCore, persons }));
      contenders.push(await startSocketIo(loadedCore));
      contenders.push(await startPlainWs(loadedCore));
      return await run(contenders, say);
    } finally {
      await Promise.all(contenders.map((contender) => contender.close()));
    }
  },
};
