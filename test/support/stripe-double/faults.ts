/**
 * What can go wrong on the way. `unreached`: the line breaks before Stripe has it. `answer-lost`: it is done, and the
 * line breaks. `no-answer`: it is done, and nothing comes until the client gives up. `fault-before`, `fault-after`: a
 * 500 that is kept under the key, with nothing or everything done. `busy`: 429.
 */
export type FaultKind = 'unreached' | 'answer-lost' | 'no-answer' | 'fault-before' | 'fault-after' | 'busy';

interface Planned {
  readonly kind: FaultKind;
  /** Method and path, as `POST /v1/refunds`; the path may hold `*`. */
  readonly request: string;
  left: number;
}

export class Faults {
  readonly #planned: Planned[] = [];

  /** The next `times` requests like this one go wrong. */
  plan(request: string, kind: FaultKind, times = 1): void {
    this.#planned.push({ kind, request, left: times });
  }

  /** From now on all goes well. */
  forget(): void {
    this.#planned.length = 0;
  }

  next(request: string): FaultKind | undefined {
    const planned = this.#planned.find(
      (one) => one.left > 0 && new RegExp(`^${one.request.replaceAll('*', '[^/]+')}$`).test(request),
    );
    if (planned === undefined) return undefined;
    planned.left -= 1;
    return planned.kind;
  }
}
