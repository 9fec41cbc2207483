import { createWorker, type types } from 'mediasoup';
import { pino } from 'pino';
import { loadConfig } from '#config/load.ts';
import { Engine } from '#worker/engine/engine.ts';
import { stageCodecs } from '#worker/engine/codecs.ts';
import { Stage } from '#worker/stage/stage.ts';
import { Track } from '#worker/stage/track.ts';
import type { Bench, Figure } from './bench.ts';
import { cpuMs, pin } from './process-usage.ts';
import { SrtpAudience, type Count } from './srtp-audience.ts';
import { median } from './statistics.ts';
import { VideoGenerator, generatedVideo } from './video-generator.ts';

const viewers = Number(process.env['BENCH_VIEWERS'] ?? 250);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const bitrateBps = 1_000_000;
/** Longer than the 2 s between two key frames, before which nobody gets a packet. */
const warmUpMs = 4000;
const measureMs = 8000;
const loadedCore = '0';
const otherCore = '1';

/** What one worker process did while it carried the audience. */
interface Sample {
  readonly cpuShare: number;
  readonly packetsPerSecond: number;
  readonly megabitsPerSecond: number;
  readonly deliveredShare: number;
}

interface Forwarder {
  readonly processId: number;
  readonly add: (audience: SrtpAudience) => Promise<void>;
  readonly close: () => void;
}

const workerBin = process.env['MEDIASOUP_WORKER_BIN'] ?? '';
const withBinary = workerBin === '' ? {} : { workerBin };
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function produce(router: types.Router) {
  const transport = await router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
    rtcpMux: true,
    comedia: true,
  });
  const producer = await transport.produce({ kind: 'video', rtpParameters: generatedVideo });
  return { transport, producer, generator: new VideoGenerator(transport.tuple.localPort, bitrateBps) };
}

/** One mediasoup Worker, one router, nothing of ours. */
async function bare(): Promise<Forwarder> {
  const worker = await createWorker({ logLevel: 'error', ...withBinary });
  const router = await worker.createRouter({ mediaCodecs: stageCodecs });
  const { producer, generator } = await produce(router);
  return {
    processId: worker.pid,
    add: (audience) => audience.add(router, producer),
    close: () => {
      generator.close();
      worker.close();
    },
  };
}

/** The stage as the media worker runs it: origin, pipes, edges, key frame governor, liveness. */
async function popstage(): Promise<Forwarder> {
  const config = loadConfig(process.env, { mediaCores: 1, mediaListen: ['127.0.0.1'] });
  const engine = await Engine.start(config, pino({ level: 'silent' }));
  const sources = [{ sourceId: 'source-bench', kind: 'camera' as const }];
  const hls = { isPublic: true, tokenKey: 'A'.repeat(43), keepsReplay: false };
  const plan = { programmeSourceId: 'source-bench', microphoneSourceId: null, isHeld: false, hls, sources };
  const limits = { transports: 4, streams: 8, peers: 10_000, graceMs: 10_000 };
  const viewer = { personId: 'person-bench', serverId: 'server-bench', audience: 'public' as const };
  const voice = { state: () => undefined, signal: () => undefined };
  const stage = await Stage.open({ showId: 'show-bench', incarnation: 1, plan, engine, limits, voice });
  const { transport, producer, generator } = await produce(stage.origin);
  const track = new Track('source-bench', 'camera', producer, transport);
  stage.publish(track);
  return {
    processId: stage.core.processId,
    add: async (audience) => {
      const { edge } = await stage.peers.join(`peer-${audience.size}`, viewer);
      await audience.add(edge.router, await track.on(edge));
    },
    close: () => {
      generator.close();
      stage.close();
      engine.close();
    },
  };
}

const megabitsPerSecond = (from: Count, to: Count): number =>
  ((to.bytes - from.bytes) * 8) / 1e3 / (to.atMs - from.atMs);

async function measure(start: () => Promise<Forwarder>): Promise<Sample> {
  const blackhole = await createWorker({ logLevel: 'none', ...withBinary });
  const forwarder = await start();
  try {
    await pin(forwarder.processId, loadedCore);
    await pin(blackhole.pid, otherCore);
    const audience = new SrtpAudience(await blackhole.createRouter({ mediaCodecs: stageCodecs }));
    for (let count = 0; count < viewers; count += 1) await forwarder.add(audience);
    await wait(warmUpMs);
    const receivedBefore = await audience.received();
    const [before, cpuBeforeMs] = [await audience.sent(), await cpuMs(forwarder.processId)];
    await wait(measureMs);
    const [after, cpuAfterMs] = [await audience.sent(), await cpuMs(forwarder.processId)];
    const receivedAfter = await audience.received();
    const seconds = (after.atMs - before.atMs) / 1000;
    return {
      cpuShare: (cpuAfterMs - cpuBeforeMs) / 1000 / seconds,
      packetsPerSecond: (after.packets - before.packets) / seconds,
      megabitsPerSecond: megabitsPerSecond(before, after),
      deliveredShare: megabitsPerSecond(receivedBefore, receivedAfter) / megabitsPerSecond(before, after),
    };
  } finally {
    forwarder.close();
    blackhole.close();
  }
}

/** From the CPU that a forwarded bit costs, so that a generator short of time does not make the forwarder look strong. */
const viewersPerCoreOf = ({ cpuShare, megabitsPerSecond }: Sample): number =>
  megabitsPerSecond / cpuShare / (bitrateBps / 1e6);

const figuresOf = (who: string, samples: readonly Sample[]): readonly Figure[] => [
  { name: `${who}: viewers per core`, value: median(samples.map(viewersPerCoreOf)), unit: 'viewers' },
  { name: `${who}: core in use`, value: median(samples.map(({ cpuShare }) => cpuShare * 100)), unit: '%' },
  { name: `${who}: packets`, value: median(samples.map((sample) => sample.packetsPerSecond)), unit: '/s' },
  {
    name: `${who}: CPU per packet`,
    value: median(samples.map((sample) => (sample.cpuShare / sample.packetsPerSecond) * 1e6)),
    unit: 'us',
  },
  {
    name: `${who}: CPU per forwarded Mb`,
    value: median(samples.map((sample) => (sample.cpuShare / sample.megabitsPerSecond) * 1000)),
    unit: 'ms',
  },
  {
    name: `${who}: arrived`,
    value: median(samples.map(({ deliveredShare }) => deliveredShare * 100)),
    unit: '%',
  },
];

export const viewersPerCore: Bench = {
  name: 'viewers-per-core',
  description:
    'one core forwarding a 1 Mb/s video to SRTP viewers: our stage against bare mediasoup, in turns',
  conditions: () => ({
    viewers,
    rounds,
    bitrateBps,
    measureMs,
    pinned: `forwarding worker on core ${loadedCore}; receivers, generator and Node on core ${otherCore}`,
    receivers:
      'SRTP transports of a second mediasoup Worker, AEAD_AES_256_GCM, packets decrypted and dropped',
  }),
  run: async (say) => {
    await pin(process.pid, otherCore);
    const [theirs, ours]: [Sample[], Sample[]] = [[], []];
    for (let round = 1; round <= rounds; round += 1) {
      say(`round ${round} of ${rounds}`);
      theirs.push(await measure(bare));
      ours.push(await measure(popstage));
    }
    // In turns, so that a change of the machine's mood meets both; the ratio is taken per pair.
    const ratios = ours.map((sample, index) => {
      const other = theirs[index];
      return other === undefined ? Number.NaN : (viewersPerCoreOf(sample) / viewersPerCoreOf(other)) * 100;
    });
    return [
      ...figuresOf('mediasoup', theirs),
      ...figuresOf('popstage', ours),
      { name: 'popstage of mediasoup', value: median(ratios), unit: '%', target: { atLeast: 95 } },
    ];
  },
};
