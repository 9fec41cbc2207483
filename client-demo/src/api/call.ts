import { failed, offlineError, readWireError, succeeded, type Outcome } from '../live/outcome.ts';
import type { Session } from '../live/session.ts';

/** One HTTP request to the API as this tab's person. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'PUT';
  readonly path: string;
  /** Sent as JSON, or as it is when it is a file. */
  readonly body?: object | Blob;
  readonly signal?: AbortSignal;
}

/** How long an answer may take before the page says so; uploads take as long as they take. */
const deadlineMs = 10_000;

const send = async (request: ApiRequest, token: string): Promise<Response | undefined> => {
  const { method, path, body } = request;
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  const isFile = body instanceof Blob;
  if (body !== undefined) headers['content-type'] = isFile ? body.type : 'application/json';
  const stops = [request.signal, isFile ? undefined : AbortSignal.timeout(deadlineMs)];
  const init = {
    method,
    headers,
    credentials: 'same-origin',
    signal: AbortSignal.any(stops.filter((stop) => stop !== undefined)),
    ...(body !== undefined && { body: isFile ? body : JSON.stringify(body) }),
  } as const;
  try {
    return await fetch(path, init);
  } catch {
    // A network that fails, a deadline and an abort are one thing to the page: no answer.
    return undefined;
  }
};

/**
 * Asks the API. Refusals come back as values with a code of the error table, no connection as `offline`.
 * An access token that ended meanwhile is renewed once. `Value` is the promise of the route's own schema.
 */
export const call = async <Value>(session: Session, request: ApiRequest): Promise<Outcome<Value>> => {
  for (const fresh of [false, true]) {
    const token = await session.token({ fresh });
    if (!token.ok) return token;
    const response = await send(request, token.value);
    if (response === undefined) return failed(offlineError);
    const body: unknown = await response.json().catch(() => null);
    // Client and server are built from one commit, so the schema of the route holds here.
    if (response.ok) return succeeded(body as Value);
    const error = readWireError(body);
    if (fresh || (error.code !== 'token-expired' && error.code !== 'token-invalid')) return failed(error);
  }
  return failed(offlineError);
};
