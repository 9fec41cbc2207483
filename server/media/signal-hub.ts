import type { StageState } from '#protocol/methods/stage.ts';
import type { StageSignal } from './stage-control.ts';

/** Who wants to hear the signals of stages. */
export class SignalHub {
  readonly #listeners = new Set<(signal: StageSignal) => void>();

  /** Returns what ends it. */
  on(listener: (signal: StageSignal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(signal: StageSignal): void {
    for (const listener of this.#listeners) listener(signal);
  }

  state(showId: string, stage: StageState): void {
    this.emit({ showId, name: 'stage.state', data: { showId, stage } });
  }

  close(): void {
    this.#listeners.clear();
  }
}
