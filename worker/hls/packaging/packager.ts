import type { Frame, FrameSink, TrackInit } from '../frames.ts';
import type { Publication, SegmentArchive } from '../publication.ts';
import { renditionNames, renditionRules, type RenditionName } from '../renditions.ts';
import { createOutlet, type Outlet } from './outlet.ts';
import type { Expectation } from './bandwidth.ts';
import { earlyMs } from './cut-rules.ts';
import { createRun, type Run } from './run.ts';
import type { TimedFrame } from './timed-frame.ts';
import { ShowPublication, type OutletTable } from './show-publication.ts';
import { Window } from './window.ts';

export interface PackagerOptions {
  readonly showId: string;
  /** Of the first segment: seconds since 2026, so that a show that is set up again never goes back. */
  readonly firstMsn: number;
  /** How far back the playlists go; `config.hlsWindowMs`. */
  readonly windowMs: number;
  readonly archive: SegmentArchive;
  /** Wall clock, only for what is old enough to leave memory. */
  readonly nowMs: () => number;
  /** What is said of a rendition's rate until it was measured; the default ladder's without it. */
  readonly expected?: Readonly<Record<RenditionName, Expectation>>;
  /** How much may wait in memory while the archive takes nothing. */
  readonly memoryBudgetBytes?: number;
}

export interface PackagerFigures {
  readonly shortParts: number;
  readonly parts: number;
  readonly memoryBytes: number;
  /** When the newest part was announced (`nowMs`); null before the first. */
  readonly partAtMs: number | null;
}

/** Sound may run ahead of the first picture; more than this of it is dropped, oldest first. */
const mostWaitingFrames = 1000;

/** 2026-01-01T00:00Z, where media sequence numbers begin. */
const epochMs = Date.UTC(2026, 0, 1);

/** The media sequence number with which a publication begins that is set up now. */
export function firstMsnAt(nowMs: number): number {
  return Math.max(1, Math.floor((nowMs - epochMs) / 1000));
}

/**
 * Frames of all renditions into what is published, on one segment clock. Synchronous: when `frame` returns, everything
 * that it completed is announced and can be fetched.
 */
export class Packager implements FrameSink {
  readonly publication: Publication;
  readonly #published: ShowPublication;
  readonly #outlets: OutletTable;
  readonly #window: Window;
  #run: Run | null = null;
  /** What the last run ended with, ms since 1970: no date is announced twice. */
  #programEndMs = -Infinity;
  #hasContent = false;
  #partAtMs: number | null = null;
  #waiting: { readonly rendition: RenditionName; readonly timed: TimedFrame }[] = [];

  constructor(options: PackagerOptions) {
    const outlet = (name: RenditionName) =>
      createOutlet(name, options, {
        onPart: () => {
          this.#partAtMs = options.nowMs();
        },
        others: () =>
          renditionNames.filter((other) => other !== name).map((other) => this.#outlets[other].store),
      });
    this.#outlets = {
      high: outlet('high'),
      middle: outlet('middle'),
      low: outlet('low'),
      sound: outlet('sound'),
      thrift: outlet('thrift'),
    };
    this.#window = new Window(
      this.#all.map(({ store }) => store),
      options,
    );
    this.#published = new ShowPublication(options.showId, this.#outlets);
    this.publication = this.#published;
  }

  splice({ renditions }: { readonly runId: number; readonly renditions: readonly RenditionName[] }): void {
    if (this.#published.isClosed) return;
    this.#finishRun();
    const run = createRun(renditions, this.#outlets.high.track.msn);
    this.#run = run;
    this.#waiting = [];
    for (const { track } of this.#all) track.enter(run, this.#hasContent);
  }

  init(rendition: RenditionName, init: TrackInit): void {
    if (this.#published.isClosed) return;
    this.#outlets[rendition].useInit(init);
    this.#published.see(this.#run?.renditions ?? []);
  }

  frame(rendition: RenditionName, frame: Frame, arrivedAtMs: number): void {
    const run = this.#run;
    if (run === null || this.#published.isClosed || !run.renditions.has(rendition)) return;
    const timed = this.#outlets[rendition].track.place(frame);
    if (timed === null) return;
    if (!run.clock.hasBegun && !this.#begin(run, rendition, timed, arrivedAtMs)) return;
    this.#add(run, rendition, timed);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const each of waiting) this.#add(run, each.rendition, each.timed);
    this.#tell();
  }

  missing(rendition: RenditionName, isMissing: boolean): void {
    if (this.#published.isClosed) return;
    this.#outlets[rendition].track.setMissing(isMissing);
    this.#tell();
  }

  figures(): PackagerFigures {
    const sum = (value: (outlet: Outlet) => number) =>
      this.#all.reduce((total, each) => total + value(each), 0);
    return {
      shortParts: sum(({ track }) => track.figures.shortParts),
      parts: sum(({ track }) => track.figures.parts),
      memoryBytes: sum(({ store }) => store.memoryBytes),
      partAtMs: this.#partAtMs,
    };
  }

  /** Ends the last segment, so that the archive has it all; nothing more is taken. Idempotent. */
  close(): void {
    if (this.#published.isClosed) return;
    this.#finishRun();
    this.#run = null;
    this.#published.close();
    this.#tell();
  }

  get #all(): readonly Outlet[] {
    return renditionNames.map((name) => this.#outlets[name]);
  }

  /** The first picture sets the clock; sound waits for it. False while it has to. */
  #begin(run: Run, rendition: RenditionName, timed: TimedFrame, arrivedAtMs: number): boolean {
    const hasPictures = [...run.renditions].some((name) => renditionRules[name].kind === 'video');
    if (hasPictures && renditionRules[rendition].kind === 'audio') {
      this.#waiting.push({ rendition, timed });
      if (this.#waiting.length > mostWaitingFrames) this.#waiting.shift();
      return false;
    }
    if (!this.#outlets[rendition].track.isWelcome(timed)) return false;
    // Dates never go back over a splice; another picture of this run may be a little earlier than this one.
    run.anchorMs = Math.round(Math.max(arrivedAtMs, this.#programEndMs + earlyMs) - timed.timeMs);
    run.clock.begin(timed.timeMs);
    this.#hasContent = true;
    for (const { track } of this.#all) track.begin(timed.timeMs);
    return true;
  }

  #add({ clock }: Run, rendition: RenditionName, timed: TimedFrame): void {
    const { track } = this.#outlets[rendition];
    if (!clock.isPlausible(timed.timeMs)) return;
    if (track.isWelcome(timed)) {
      const isVideoKey = timed.frame.isKey && renditionRules[rendition].kind === 'video';
      let hasCut = clock.offer(timed, isVideoKey);
      if (!hasCut && track.isFullFor(timed)) {
        clock.force(timed.timeMs);
        hasCut = true;
      }
      if (hasCut) for (const outlet of this.#all) outlet.track.cut();
    }
    track.add(timed);
  }

  #finishRun(): void {
    const run = this.#run;
    if (run === null || !run.clock.hasBegun) return;
    const endMs = Math.max(...this.#all.map(({ track }) => track.endMs));
    for (const { track } of this.#all) track.finish(run.clock.lastIndex, endMs);
    this.#programEndMs = run.anchorMs + endMs;
    this.#tell();
  }

  /** Once for everything that one call changed. */
  #tell(): void {
    this.#window.move();
    for (const { store, hasChanged } of this.#all) if (hasChanged()) store.changed();
  }
}
