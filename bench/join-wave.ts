import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { HeadlessClient } from '#test/support/headless-client.ts';
import { goLive, publish } from '#test/support/headless-stage.ts';
import type { Bench, Figure } from './bench.ts';
import type { Answer, Join, Order } from './join-wave-viewers.ts';
import { cpuMs, pin } from './process-usage.ts';
import { RunningServer, type ServerCpu } from './running-server.ts';
import { percentile } from './statistics.ts';

const viewers = Number(process.env['BENCH_VIEWERS'] ?? 200);
const overMs = 2000;
const switchRounds = 5;
const loadedCore = '0';
const otherCore = '1';
const program = fileURLToPath(new URL('./join-wave-viewers.ts', import.meta.url));

/** The generator in a process of its own. */
class Generator {
  readonly #child: ChildProcess = fork(program);

  static async start(): Promise<Generator> {
    const generator = new Generator();
    await pin(generator.#child.pid ?? Number.NaN, otherCore);
    return generator;
  }

  async tell(order: Order): Promise<Answer> {
    const failed = once(this.#child, 'exit').then(() => Promise.reject(new Error('the generator died')));
    this.#child.send(order);
    // Sent by join-wave-viewers.ts, which answers each order with one message.
    const [answer] = (await Promise.race([once(this.#child, 'message'), failed])) as [Answer];
    return answer;
  }

  cpuMs(): Promise<number> {
    return cpuMs(this.#child.pid ?? Number.NaN);
  }

  close(): void {
    this.#child.disconnect();
  }
}

const spent = (before: ServerCpu, after: ServerCpu, share: number): ServerCpu => ({
  serverMs: (after.serverMs - before.serverMs) / share,
  workerMs: (after.workerMs - before.workerMs) / share,
  coresMs: (after.coresMs - before.coresMs) / share,
});

const latencies = (joins: readonly Join[]): readonly Figure[] =>
  (['replyMs', 'dtlsMs', 'firstPacketMs'] as const).flatMap((what) => {
    const samples = joins.map((join) => join[what]);
    const name = { replyMs: 'reply', dtlsMs: 'reply and DTLS', firstPacketMs: 'first packet' }[what];
    const target = what === 'dtlsMs' ? { target: { atMost: 1000 } } : {};
    return [
      { name: `${name} p50`, value: percentile(samples, 0.5), unit: 'ms' },
      { name: `${name} p95`, value: percentile(samples, 0.95), unit: 'ms', ...target },
    ];
  });

const costs = (what: string, cpu: ServerCpu, target?: Figure['target']): readonly Figure[] => [
  {
    name: `control plane per ${what}`,
    value: cpu.serverMs + cpu.workerMs,
    unit: 'ms CPU',
    ...(target === undefined ? {} : { target }),
  },
  { name: `  of it the server`, value: cpu.serverMs, unit: 'ms CPU' },
  { name: `  of it the worker's Node`, value: cpu.workerMs, unit: 'ms CPU' },
  { name: `mediasoup per ${what}, forwarding included`, value: cpu.coresMs, unit: 'ms CPU' },
];

/** Where the generator has no core left, latencies are its own. */
const generatorFigures = (spentMs: number, waveMs: number): readonly Figure[] => [
  { name: 'until the last first packet', value: waveMs, unit: 'ms' },
  { name: 'generator per join', value: spentMs / viewers, unit: 'ms CPU' },
  { name: 'generator, of its core', value: (spentMs / waveMs) * 100, unit: '%' },
];

async function measure(running: RunningServer, generator: Generator): Promise<readonly Figure[]> {
  const { origin, adminLink } = running.server;
  const host = await HeadlessClient.connect(origin, { link: adminLink });
  const showId = await goLive(host);
  const { sender } = await publish(host, showId, ['video']);
  await generator.tell({ type: 'connect', origin, showId, viewers });
  const [before, generatorBeforeMs, startedAtMs] = [
    await running.cpu(),
    await generator.cpuMs(),
    performance.now(),
  ];
  const joined = await generator.tell({ type: 'join', overMs });
  const [after, generatorAfterMs, waveMs] = [
    await running.cpu(),
    await generator.cpuMs(),
    performance.now() - startedAtMs,
  ];
  const switched = await generator.tell({ type: 'switch', times: switchRounds });
  const last = await running.cpu();
  const keyFrames = sender.keyFramesAskedAtMs;
  await sender.close();
  host.close();
  if (joined.type !== 'join' || switched.type !== 'switch')
    throw new Error('the generator answered out of turn');
  return [
    { name: 'joined', value: joined.joins.length, unit: `of ${viewers}`, target: { atLeast: viewers } },
    ...latencies(joined.joins),
    ...generatorFigures(generatorAfterMs - generatorBeforeMs, waveMs),
    ...costs('join', spent(before, after, viewers), { atMost: 3 }),
    ...costs('layer switch', spent(after, last, switched.switches)),
    {
      name: 'most key frames asked for in 4 s',
      value: mostWithin(keyFrames, 4000),
      unit: '',
      target: { atMost: 4 },
    },
  ];
}

/** The greatest number of moments that lie within one window. */
const mostWithin = (momentsMs: readonly number[], windowMs: number): number =>
  Math.max(
    0,
    ...momentsMs.map((startMs) => momentsMs.filter((ms) => ms >= startMs && ms < startMs + windowMs).length),
  );

export const joinWave: Bench = {
  name: 'join-wave',
  description:
    'viewers who tap within two seconds: reply, DTLS and first packet, and what a join costs the server',
  conditions: () => ({
    viewers,
    overMs,
    pinned: `server, worker and mediasoup on core ${loadedCore}; viewers (werift, one process) on core ${otherCore}`,
    media: 'a picture of 25 packets a second and no sound: 200 werift viewers on one core cannot take more',
  }),
  run: async (say) => {
    await pin(process.pid, otherCore);
    const running = await RunningServer.start(loadedCore);
    const generator = await Generator.start();
    try {
      say(`${viewers} viewers`);
      return await measure(running, generator);
    } finally {
      generator.close();
      await running.close();
    }
  },
};
