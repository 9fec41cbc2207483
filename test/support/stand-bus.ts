import type { Bus, BusMessage } from '#application/ports.ts';

/** A bus between stands: delivers when the test says so, in order, as JSON would arrive. */
export class StandBus implements Bus {
  readonly #listeners = new Map<string, Set<(message: BusMessage) => void>>();
  #waiting: { readonly topic: string; readonly text: string }[] = [];
  /** Everything that was published. */
  readonly published: BusMessage[] = [];
  /** What is published now gets lost. */
  isCut = false;

  publish(topic: string, message: BusMessage): void {
    if (this.isCut) return;
    this.published.push(message);
    this.#waiting.push({ topic, text: JSON.stringify(message) });
  }

  subscribe(topic: string, listener: (message: BusMessage) => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Hands over what waits, also what that brings about. */
  deliver(): void {
    while (this.#waiting.length > 0) {
      for (const { topic, text } of this.#waiting.splice(0)) {
        // What was published above comes back as it was.
        for (const listener of this.#listeners.get(topic) ?? []) listener(JSON.parse(text) as BusMessage);
      }
    }
  }

  async close(): Promise<void> {
    this.#waiting = [];
  }
}
