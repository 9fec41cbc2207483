import { ApiError } from './api-error.ts';

export interface Answer {
  readonly status: number;
  readonly body: object;
}

/**
 * Idempotency as Stripe has it (docs.stripe.com/api/idempotent_requests): the first answer under a key comes again, a
 * 500 too, for a day; the same key with other parameters is refused; what failed validation is not kept.
 */
export class KeptAnswers {
  readonly #kept = new Map<string, { readonly request: string; answer: Answer | undefined }>();

  /** The answer of an earlier request under this key; undefined for a new one, which is under way from now on. */
  begin(key: string, request: string): Answer | undefined {
    const known = this.#kept.get(key);
    if (known === undefined) {
      this.#kept.set(key, { request, answer: undefined });
      return undefined;
    }
    if (known.request !== request) {
      const message = 'Keys for idempotent requests can only be used with the same parameters.';
      throw new ApiError(400, { type: 'idempotency_error', message }, { isKept: false });
    }
    if (known.answer === undefined) {
      const message = 'There is currently another in-progress request using this key.';
      const fields = { type: 'invalid_request_error', code: 'idempotency_key_in_use', message } as const;
      throw new ApiError(409, fields, { isKept: false });
    }
    return known.answer;
  }

  keep(key: string, answer: Answer): void {
    const known = this.#kept.get(key);
    if (known !== undefined) known.answer = answer;
  }

  drop(key: string): void {
    this.#kept.delete(key);
  }

  /** A day and more goes by. */
  forgetAll(): void {
    this.#kept.clear();
  }
}
