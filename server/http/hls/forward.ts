import { Agent, request as requestPlain, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as requestSecure } from 'node:https';
import type { HlsUpstream } from '#media/playlists/playlists.ts';
import { Refusal } from '#protocol/errors.ts';

/**
 * A worker holds a blocking reload for three target durations at most (draft-pantos-hls-rfc8216bis, section 6.2.5.2),
 * which are 6 s; nothing else takes long.
 */
const silentMs = 10_000;
/** A body waits for its reader, whose line may be poor; one that stands still so long has lost one of its ends. */
const stillMs = 60_000;
/** Connections that wait for the next request; a viewer uses two to four. */
const idleConnections = 64;

/** What a worker must know of a request. Neither cookies nor tokens of sessions are among it. */
const passedOn = ['accept', 'accept-encoding', 'if-none-match', 'if-modified-since', 'if-range', 'range'];
/** What a player, or a cache before it, must know of an answer; what belongs to the connection is not among it. */
const passedBack = [
  ...['accept-ranges', 'age', 'cache-control', 'content-encoding', 'content-length', 'content-range'],
  ...['content-type', 'etag', 'expires', 'last-modified', 'retry-after', 'vary'],
];

export interface ForwardedRequest {
  readonly method: 'GET' | 'HEAD';
  /** Path and query, as they were asked for and after they were checked. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

export interface ForwardedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: IncomingMessage;
}

/** Passes requests on to workers over connections that are kept. */
export class Forwarder {
  readonly #plain = new Agent({ keepAlive: true, maxFreeSockets: idleConnections });
  readonly #secure = new SecureAgent({ keepAlive: true, maxFreeSockets: idleConnections });

  /**
   * Resolves with the head of the answer; its body streams, and ends when either side goes. Refuses with
   * `stage-unavailable` when the worker cannot be reached and `deadline-exceeded` when it says nothing.
   */
  async send(upstream: HlsUpstream, request: ForwardedRequest): Promise<ForwardedAnswer> {
    try {
      return await this.#try(upstream, request);
    } catch (error) {
      // The worker closed a kept connection in the moment that it was used again; a fresh one proves what is there.
      if (!(error instanceof StaleConnection) || request.gone.aborted) throw refusalOf(error);
      return this.#try(upstream, request).catch((again: unknown) => {
        throw refusalOf(again);
      });
    }
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }

  async #try(upstream: HlsUpstream, request: ForwardedRequest): Promise<ForwardedAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const sent = this.#open(upstream, request);
    sent.once('response', resolve);
    sent.on('error', (cause) => {
      reject(sent.reusedSocket && isReset(cause) ? new StaleConnection('reset', { cause }) : cause);
    });
    sent.setTimeout(silentMs, () => sent.destroy(new Refusal('deadline-exceeded')));
    sent.end();
    const body = await promise;
    sent.setTimeout(stillMs);
    return { status: body.statusCode ?? 502, headers: picked(body.headers, passedBack), body };
  }

  #open({ host, port, certificate }: HlsUpstream, request: ForwardedRequest): ClientRequest {
    const { method, path, gone: signal } = request;
    const options = { host, port, method, path, signal, headers: picked(request.headers, passedOn) };
    if (certificate === null) return requestPlain({ ...options, agent: this.#plain });
    // The worker shows what this server gave it. That is trusted and nothing else, under whatever name.
    const trust = { ca: certificate, allowPartialTrustChain: true, checkServerIdentity: () => undefined };
    return requestSecure({ ...options, ...trust, agent: this.#secure });
  }
}

class StaleConnection extends Error {
  override readonly name = 'StaleConnection';
}

const isReset = (error: Error): boolean =>
  'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

const refusalOf = (cause: unknown): Refusal =>
  cause instanceof Refusal ? cause : new Refusal('stage-unavailable', undefined, { cause });

const picked = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
  names: readonly string[],
): Record<string, string | string[]> => {
  const found: Record<string, string | string[]> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
};
