/** What Stripe's API says where it refuses (docs.stripe.com/api/errors). */
export interface ErrorFields {
  readonly type:
    'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error' | 'rate_limit_error';
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly payment_intent?: object;
}

export class ApiError extends Error {
  readonly status: number;
  readonly fields: ErrorFields;
  /** Whether the endpoint had begun its work: only then the refusal is kept under the idempotency key. */
  readonly isKept: boolean;

  constructor(status: number, fields: ErrorFields, options: { readonly isKept: boolean }) {
    super(fields.message);
    this.status = status;
    this.fields = fields;
    this.isKept = options.isKept;
  }
}

/** The request itself is wrong; nothing was begun. */
export const invalid = (message: string, more: Partial<ErrorFields> = {}): ApiError =>
  new ApiError(400, { type: 'invalid_request_error', message, ...more }, { isKept: false });

/** The object is in no state for this. */
export const wrongState = (message: string, more: Partial<ErrorFields> = {}): ApiError =>
  new ApiError(400, { type: 'invalid_request_error', message, ...more }, { isKept: true });

export const missing = (what: string, id: string, param: string, status = 404): ApiError =>
  new ApiError(
    status,
    { type: 'invalid_request_error', code: 'resource_missing', param, message: `No such ${what}: '${id}'` },
    { isKept: false },
  );
