import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { loadConfig, type Config } from '#config/load.ts';
import { createStageControl } from '#media/create-stage-control.ts';
import type { MediaStages } from '#media/media-stages.ts';
import type { StagePlan, StageSignal } from '#media/stage-control.ts';
import type { StageResults } from '#protocol/methods/stage.ts';
import {
  weriftReceiver,
  weriftSender,
  type WeriftReceiver,
  type WeriftSender,
} from '#test/support/werift-peer.ts';

/** Everything one test of media needs: a server's media side, with a real worker that ends with the test. */
export interface MediaStand {
  readonly config: Config;
  readonly stages: MediaStages;
  /** All signals so far. */
  readonly signals: StageSignal[];
  /** Resolves with the first signal from now on (or already heard) that fits. */
  signal(fits: (signal: StageSignal) => boolean, timeoutMs?: number): Promise<StageSignal>;
  /** A further server on the same worker, as after a restart. */
  another(): Promise<MediaStages>;
}

export const showId = 'show-on-stage';
export const cameraId = 'source-camera';
export const secondId = 'source-second';
export const host = { personId: 'person-of-host', audience: 'staff' } as const;
export const viewer = { personId: 'person-of-viewer', audience: 'public' } as const;

/** From nothing to a linked worker on a busy machine. */
const startMs = 8000;

interface Test {
  teardown(work: () => Promise<void>): unknown;
}

export async function mediaStand(t: Test, settings: Partial<Config> = {}): Promise<MediaStand> {
  const dataDir = await mkdtemp(join(tmpdir(), 'popstage-media-'));
  // Two seconds: a worker that a failed test forgot is gone soon.
  const config = loadConfig(process.env, {
    dataDir,
    logLevel: 'silent',
    mediaCores: 1,
    mediaListen: ['127.0.0.1'],
    mediaLonelyMs: 2000,
    hls: false,
    ...settings,
  });
  const logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  const servers: MediaStages[] = [];
  const another = async (): Promise<MediaStages> => {
    const server = createStageControl({ config, logger });
    servers.push(server);
    await server.workers.someReady(startMs);
    return server;
  };
  const stages = await another();
  const signals: StageSignal[] = [];
  stages.onSignal((signal) => signals.push(signal));
  t.teardown(async () => {
    for (const server of servers) await server.shutdown();
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    config,
    stages,
    signals,
    another,
    signal: async (fits, timeoutMs = 5000) => {
      for (const untilMs = performance.now() + timeoutMs; performance.now() < untilMs; await delay(10)) {
        const found = signals.find(fits);
        if (found) return found;
      }
      throw new Error(`no such signal in ${timeoutMs} ms; heard ${JSON.stringify(signals.slice(-5))}`);
    },
  };
}

/** The same stand with nothing on it, for the next test of a file: starting a worker takes a second. */
export async function cleared(stand: MediaStand): Promise<MediaStand> {
  await stand.stages.close(showId);
  stand.signals.length = 0;
  return stand;
}

/** The usual plan: a camera on air with its own sound, a second one ready. */
export const plan = (change: Partial<StagePlan> = {}): StagePlan => ({
  showId,
  programmeSourceId: cameraId,
  microphoneSourceId: cameraId,
  isHeld: false,
  hls: { isPublic: true, tokenKey: 'A'.repeat(43), keepsReplay: false },
  sources: [
    { sourceId: cameraId, kind: 'camera' },
    { sourceId: secondId, kind: 'camera' },
  ],
  ...change,
});

let peers = 0;
/** Parameters that name a fresh peer; ids are branded at the edge, which a test of media stands behind. */
export const freshPeer = (): never => {
  peers += 1;
  return { showId, peerId: `peer-${String(peers).padStart(16, '0')}` } as never;
};

export interface Publishing {
  readonly peer: never;
  readonly sender: WeriftSender;
  readonly producerIds: readonly string[];
}

/** Joins as host and sends picture and sound into a source. */
export async function publish(
  stages: MediaStages,
  sourceId: string,
  peer = freshPeer(),
): Promise<Publishing> {
  await stages.call('stage.join', peer, host);
  const { transport } = await stages.call(
    'stage.create-transport',
    { ...(peer as object), direction: 'send' } as never,
    host,
  );
  const sender = await weriftSender(transport, ['video', 'audio']);
  const on = { ...(peer as object), transportId: transport.id };
  await stages.call(
    'stage.connect-transport',
    { ...on, dtlsParameters: sender.dtlsParameters } as never,
    host,
  );
  const producerIds: string[] = [];
  for (const kind of ['video', 'audio'] as const) {
    const params = { ...on, sourceId, kind, rtpParameters: sender.rtpParameters(kind) };
    producerIds.push((await stages.call('stage.produce', params as never, host)).producerId);
  }
  await sender.connected;
  return { peer, sender, producerIds };
}

export interface Watching {
  readonly peer: never;
  readonly watched: StageResults['stage.watch'];
  readonly receiver: WeriftReceiver;
  readonly connectedAtMs: number;
}

/** Taps, connects, and returns once DTLS is up. */
export async function watch(stages: MediaStages, peer = freshPeer()): Promise<Watching> {
  const rtpCapabilities = await stages.rtpCapabilities();
  const watched = await stages.call('stage.watch', { ...(peer as object), rtpCapabilities } as never, viewer);
  const receiver = await weriftReceiver(watched.transport, watched.consumers);
  await stages.call(
    'stage.connect-transport',
    {
      ...(peer as object),
      transportId: watched.transport.id,
      dtlsParameters: receiver.dtlsParameters,
    } as never,
    viewer,
  );
  await receiver.connected;
  return { peer, watched, receiver, connectedAtMs: performance.now() };
}

/** Whether the stage's state in a signal says so of a source's picture. */
export const saysLive =
  (sourceId: string, live: boolean) =>
  (signal: StageSignal): boolean =>
    signal.name === 'stage.state' &&
    signal.data.stage.sources.some((source) => source.sourceId === sourceId && source.hasLiveVideo === live);
