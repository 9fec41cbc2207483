import { signal, type ReadonlySignal } from '@preact/signals';
import { systemTime } from '../live/time-source.ts';
import { probeLine } from './line-probe.ts';
import { lineEstimateBps } from './line.ts';
import type { PlaylistBase } from './playlist-address.ts';
import type { Screen } from './screen.ts';
import { nextContent, type Content } from './sound-or-picture.ts';

const probeAfterMs = 16_000;
const probeAtMostMs = 120_000;
const probeLimitMs = 8000;

/** Chooses between picture and sound alone, and finds out, now and then, whether the line carries a picture again. */
export class ContentChoice {
  readonly #content = signal<Content>('picture');
  readonly #base: () => PlaylistBase | null;
  #sinceMs = 0;
  #wantsSound = false;
  #estimateBps: number | null = lineEstimateBps();
  #probe: AbortController | undefined;
  #probePauseMs = probeAfterMs;
  #probedAtMs = 0;

  constructor(base: () => PlaylistBase | null) {
    this.#base = base;
  }

  get content(): ReadonlySignal<Content> {
    return this.#content;
  }
  get estimateBps(): number | null {
    return this.#estimateBps;
  }
  /** Sound alone because of the line, not because somebody asked for it. */
  get isForced(): boolean {
    return this.#content.peek() === 'sound' && !this.#wantsSound;
  }

  /** Told whenever somebody chooses: who asks for a picture gets one, whatever was known of the line. */
  want(wantsSound: boolean): void {
    if (!wantsSound) this.set('picture');
    this.#wantsSound = wantsSound;
  }

  check(screen: Screen | undefined, nowMs: number): void {
    const current = this.#content.peek();
    const next = nextContent({
      nowMs,
      current,
      currentSinceMs: this.#sinceMs,
      wantsSound: this.#wantsSound,
      estimateBps: this.#estimateBps,
      dryAtMs: screen?.dryAtMs() ?? [],
      isLowest: screen?.isLowest() ?? true,
    });
    if (next !== current) {
      // It ran dry: what was believed of the line is not true any more.
      if (next === 'sound' && !this.#wantsSound) this.#estimateBps = null;
      this.set(next);
    }
    if (this.isForced) this.#probeLater(nowMs);
  }

  set(content: Content): void {
    if (this.#content.peek() === content) return;
    this.#content.value = content;
    this.#sinceMs = performance.now();
    this.#probedAtMs = this.#sinceMs;
  }

  stop(): void {
    this.#probe?.abort();
  }

  #probeLater(nowMs: number): void {
    const base = this.#base();
    if (base === null || this.#probe !== undefined || nowMs - this.#probedAtMs < this.#probePauseMs) return;
    const probe = new AbortController();
    this.#probe = probe;
    const cancel = systemTime.after(probeLimitMs, () => probe.abort());
    void probeLine(base, probe.signal).then((bps) => {
      cancel();
      this.#probe = undefined;
      this.#probedAtMs = performance.now();
      this.#probePauseMs = Math.min(probeAtMostMs, this.#probePauseMs * 2);
      if (bps !== null) this.#estimateBps = bps;
    });
  }
}
