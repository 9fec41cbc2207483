import { errorTable, type ErrorCode, type WireError } from '#protocol/errors.ts';

/** A refusal as a value: a row of the server's error table, or `offline`, which only a client can know. */
export interface CallError {
  readonly code: ErrorCode | 'offline';
  readonly message: string;
  readonly temporary: boolean;
  readonly details?: WireError['details'];
}

export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: CallError };

export const succeeded = <Value>(value: Value): Outcome<Value> => ({ ok: true, value });
export const failed = (error: CallError): Outcome<never> => ({ ok: false, error });

/** The connection ended or never came up before an answer arrived. */
export const offlineError: CallError = {
  code: 'offline',
  message: 'No connection to the server.',
  temporary: true,
};

export const tableError = (code: ErrorCode): CallError => ({
  code,
  message: errorTable[code].meaning,
  temporary: errorTable[code].temporary,
});

/** Reads an error body of HTTP; anything unknown is a fault of the server. */
export const readWireError = (body: unknown): CallError => {
  if (typeof body !== 'object' || body === null) return tableError('server-error');
  const candidate = 'error' in body ? body.error : body;
  if (typeof candidate !== 'object' || candidate === null || !('code' in candidate)) {
    return tableError('server-error');
  }
  const { code } = candidate;
  if (typeof code !== 'string' || !Object.hasOwn(errorTable, code)) return tableError('server-error');
  // The table was just asked whether it knows this code.
  const known = tableError(code as ErrorCode);
  if (!('details' in candidate) || typeof candidate.details !== 'object' || candidate.details === null) {
    return known;
  }
  // Details are flat facts by contract; a page shows them as text and never runs them.
  return { ...known, details: candidate.details as NonNullable<WireError['details']> };
};
