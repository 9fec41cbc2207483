import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { loadConfig } from '#config/load.ts';
import type { Frame, FrameSink, TrackInit } from '#worker/hls/frames.ts';
import type { RenditionName } from '#worker/hls/renditions.ts';
import { parseLadder } from '#config/hls-ladder.ts';
import { ProgrammeSource } from '#worker/hls/source/programme-source.ts';
import type { ProgrammeWish } from '#worker/hls/source/recipe.ts';
import { RtpPorts } from '#worker/hls/source/rtp-ports.ts';
import { Engine } from '#worker/engine/engine.ts';
import { Stage } from '#worker/stage/stage.ts';
import { plan } from '#test/media/media-stand.ts';

export interface SeenFrame {
  readonly rendition: RenditionName;
  readonly frame: Frame;
  readonly arrivedAtMs: number;
}

export interface SeenRun {
  readonly runId: number;
  readonly atMs: number;
  readonly renditions: readonly RenditionName[];
  readonly inits: Map<RenditionName, TrackInit>;
  readonly frames: SeenFrame[];
}

/** Keeps what a source hands on. */
export class RecordingSink implements FrameSink {
  readonly runs: SeenRun[] = [];
  readonly gaps: { readonly rendition: RenditionName; readonly isMissing: boolean; readonly atMs: number }[] =
    [];

  splice(run: { readonly runId: number; readonly renditions: readonly RenditionName[] }): void {
    this.runs.push({ ...run, atMs: performance.now(), inits: new Map(), frames: [] });
  }

  init(rendition: RenditionName, init: TrackInit): void {
    this.runs.at(-1)?.inits.set(rendition, init);
  }

  frame(rendition: RenditionName, frame: Frame, arrivedAtMs: number): void {
    this.runs.at(-1)?.frames.push({ rendition, frame, arrivedAtMs });
  }

  missing(rendition: RenditionName, isMissing: boolean): void {
    this.gaps.push({ rendition, isMissing, atMs: performance.now() });
  }
}

export interface ProgrammeStand {
  readonly stage: Stage;
  readonly sink: RecordingSink;
  readonly ports: RtpPorts;
  /** What the source is asked for; change it and call `changed`. */
  wish: ProgrammeWish;
  open(ffmpegBin?: string): ProgrammeSource;
}

interface Test {
  teardown(work: () => Promise<void>): unknown;
}

export const nothing: ProgrammeWish = { video: null, audio: null, isHeld: false, isScreen: false };

/** A stage with real mediasoup, and a source over it that ends with the test. */
export async function programmeStand(t: Test): Promise<ProgrammeStand> {
  const config = loadConfig(process.env, { mediaCores: 1, mediaListen: ['127.0.0.1'], logLevel: 'silent' });
  const logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  const engine = await Engine.start(config, logger);
  const stage = await Stage.open({
    showId: 'show-of-source',
    incarnation: 1,
    plan: { ...plan(), sources: [...plan().sources] },
    engine,
    limits: { transports: 4, streams: 8, peers: 10, graceMs: 1000 },
    voice: { state: () => undefined, signal: () => undefined },
  });
  const sources: ProgrammeSource[] = [];
  const sink = new RecordingSink();
  const ports = new RtpPorts();
  t.teardown(async () => {
    for (const source of sources) await source.close();
    stage.close();
    engine.close();
  });
  const stand: ProgrammeStand = {
    stage,
    sink,
    ports,
    wish: nothing,
    open: (ffmpegBin = config.ffmpegBin) => {
      const source = new ProgrammeSource({
        showId: stage.showId,
        ffmpegBin,
        ladder: parseLadder(config.hlsLadder),
        logger,
        sink,
        ports,
        pickEdge: () => stage.pickEdge(),
        want: () => stand.wish,
      });
      sources.push(source);
      return source;
    },
  };
  return stand;
}

/** Resolves with the first answer that is neither null nor false. */
export async function until<Answer>(
  what: string,
  ask: () => Answer | null | false,
  timeoutMs = 8000,
): Promise<Answer> {
  for (const untilMs = performance.now() + timeoutMs; performance.now() < untilMs; await delay(10)) {
    const answer = ask();
    if (answer !== null && answer !== false) return answer;
  }
  throw new Error(`${what}: not within ${timeoutMs} ms`);
}
