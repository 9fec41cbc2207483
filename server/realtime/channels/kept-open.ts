import type { Clock } from '../clock.ts';

/** Something that is opened when first wanted and closed when nobody has used it for a while. */
export interface Keepable {
  /** Nobody uses it. */
  readonly isIdle: boolean;
  close(): void;
}

/** What nobody has stays open so long, so that a page that reloads finds its show warm. */
const lingerMs = 10_000;

/** Things by key, each opened once however many ask at the same time. Bounded by who uses them and by the linger. */
export class KeptOpen<Value extends Keepable> {
  readonly #clock: Clock;
  readonly #open = new Map<string, Value>();
  readonly #opening = new Map<string, Promise<Value>>();
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whoever awaits it and uses it in the same turn keeps it open. */
  async open(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const opening = this.#opening.get(key) ?? this.#make(key, make);
    this.#opening.set(key, opening);
    try {
      return await opening;
    } finally {
      if (this.#opening.get(key) === opening) this.#opening.delete(key);
    }
  }

  find(key: string): Value | undefined {
    return this.#open.get(key);
  }

  values(): IterableIterator<Value> {
    return this.#open.values();
  }

  /** Closes everything, also what is still being opened. Idempotent. */
  close(): void {
    this.#closed = true;
    for (const value of this.#open.values()) value.close();
    this.#open.clear();
  }

  async #make(key: string, make: () => Promise<Value>): Promise<Value> {
    const value = await make();
    if (this.#closed) {
      value.close();
      return value;
    }
    this.#open.set(key, value);
    this.#closeWhenIdle(key, value);
    return value;
  }

  #closeWhenIdle(key: string, value: Value): void {
    this.#clock.after(lingerMs, () => {
      if (this.#open.get(key) !== value) return;
      if (!value.isIdle) return this.#closeWhenIdle(key, value);
      this.#open.delete(key);
      value.close();
    });
  }
}
