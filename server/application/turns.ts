/** Lets things be prepared side by side and hands them on in the order they came, per key. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();
  #waitingCount = 0;

  /** How many are not handed on yet; whoever adds bounds it. */
  get waitingCount(): number {
    return this.#waitingCount;
  }

  /** Neither `handOn` nor `fail` may throw; one of them is called, after those that came before under this key. */
  add<Value>(
    key: string,
    preparation: Promise<Value>,
    handOn: (value: Value) => void,
    fail: (error: unknown) => void,
  ): void {
    this.#waitingCount += 1;
    const turn = Promise.allSettled([preparation, this.#last.get(key)]).then(([prepared]) => {
      this.#waitingCount -= 1;
      if (this.#last.get(key) === turn) this.#last.delete(key);
      if (prepared.status === 'fulfilled') handOn(prepared.value);
      else fail(prepared.reason);
    });
    this.#last.set(key, turn);
  }

  /** Resolves when everything was handed on. */
  async idle(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values());
  }
}
