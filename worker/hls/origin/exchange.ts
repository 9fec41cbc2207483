import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import { pipeline } from 'node:stream/promises';
import { errorTable, Refusal, type ErrorCode } from '#protocol/errors.ts';
import { readRange } from './byte-range.ts';
import type { Asking, Connection } from './connections.ts';
import { headersOf, preflight, type Headers } from './headers.ts';

export type Answering = ServerResponse | Http2ServerResponse;

/** What can be asked for and answered as a whole or in a range. */
export type Body = readonly Buffer[] | { readonly path: string; readonly sizeBytes: number };

/** What is overloaded now may not be in a second: less than the hold-back of a player. */
const retryAfterS = 1;

/** Heads of playlists and of parts: each body is one buffer for all who ask, so what is said of it is made once, too. */
const heads = new WeakMap<Headers, WeakMap<Buffer, Headers>>();

function headOf(headers: Headers, body: Buffer, make: () => Headers): Headers {
  const known = heads.get(headers) ?? new WeakMap<Buffer, Headers>();
  heads.set(headers, known);
  const head = known.get(body) ?? { ...headers, ...make(), 'content-length': String(body.length) };
  known.set(body, head);
  return head;
}

/** One request and its answer, which is given once; what is said to who has gone meanwhile is lost. */
export class Exchange {
  readonly asking: Asking;
  readonly #answering: ServerResponse;
  readonly #connection: Connection;
  #owedBytes = 0;
  #onEnd: (() => void) | null = null;

  constructor(asking: Asking, answering: Answering, connection: Connection) {
    this.asking = asking;
    // Both kinds of responses agree on the few calls made here, though their types do not.
    this.#answering = answering as ServerResponse;
    this.#connection = connection;
    // Who goes while being answered is not our fault; there is nobody left to tell.
    answering.on('error', () => undefined);
    answering.once('close', () => {
      connection.closed(this.#owedBytes);
      this.#onEnd?.();
    });
  }

  get hasBegun(): boolean {
    return this.#answering.headersSent;
  }

  /** Calls back, one listener, when it is over, because it was answered or the client went. */
  onEnd(listener: () => void): void {
    this.#onEnd = listener;
  }

  /** What was promised cannot be given: the client sees that its answer is not whole. */
  abort(): void {
    this.#answering.destroy();
  }

  preflight(): void {
    this.#say(204, preflight, null);
  }

  /** Nothing but yes. */
  allow(cacheControl: string): void {
    this.#say(204, headersOf('text/plain', cacheControl), null);
  }

  /** A refusal as everywhere in this product: `{ error: { code, message, temporary, details } }`. */
  refuse(code: ErrorCode, cacheControl: string, reason?: string): void {
    const status = errorTable[code].httpStatus;
    const retry: Headers = status === 503 ? { 'retry-after': String(retryAfterS) } : {};
    const details =
      status === 503 ? { retryAfterMs: retryAfterS * 1000 } : reason === undefined ? undefined : { reason };
    const body = Buffer.from(JSON.stringify({ error: new Refusal(code, details).toWire() }));
    this.#say(status, { ...headersOf('application/json; charset=utf-8', cacheControl), ...retry }, body);
  }

  /** A playlist: one buffer for all who ask, tagged, so that who has it is told so. */
  text(headers: Headers, body: Buffer): void {
    const head = headOf(headers, body, () => ({ etag: `"${hash('sha1', body, 'base64url')}"` }));
    const tag = head['etag'];
    if (this.asking.headers['if-none-match'] === tag) this.#say(304, { ...headers, etag: tag ?? '' }, null);
    else this.#give(200, head, body);
  }

  /** A part or a map: small, and asked for by everybody in the same moment. */
  part(headers: Headers, body: Buffer): void {
    if (this.asking.headers.range === undefined) {
      this.#give(
        200,
        headOf(headers, body, () => ({ 'accept-ranges': 'bytes' })),
        body,
      );
    } else void this.bytes(headers, [body]);
  }

  /** Segments, and files, whole or one range of them (RFC 9110, section 14). */
  async bytes(headers: Headers, body: Body): Promise<void> {
    const sizeBytes = 'path' in body ? body.sizeBytes : sizeOf(body);
    // Nothing here has a validator that If-Range could name, so with it the whole is right (RFC 9110, section 13.1.5).
    const { range: wanted, 'if-range': condition } = this.asking.headers;
    const range = condition === undefined ? readRange(wanted, sizeBytes) : null;
    if (range === 'unsatisfiable') {
      this.#say(416, { ...headers, 'content-range': `bytes */${sizeBytes}` }, null);
      return;
    }
    const { first, last } = range ?? { first: 0, last: sizeBytes - 1 };
    const described: Headers = {
      ...headers,
      'accept-ranges': 'bytes',
      'content-length': String(last - first + 1),
      ...(range === null ? {} : { 'content-range': `bytes ${first}-${last}/${sizeBytes}` }),
    };
    if (!this.#begin(range === null ? 200 : 206, described, last - first + 1)) return;
    const answering = this.#answering;
    if (this.#isHead) answering.end();
    else if ('path' in body) {
      const file = createReadStream(body.path, { start: first, end: last });
      await pipeline(file, answering, { end: false });
      // It became shorter meanwhile. To end here would leave the client waiting for the rest.
      if (file.bytesRead < last - first + 1) this.abort();
      else answering.end();
    } else {
      const chunks = range === null ? body : [Buffer.concat(body).subarray(first, last + 1)];
      for (const chunk of chunks.slice(0, -1)) answering.write(chunk);
      answering.end(chunks.at(-1));
    }
  }

  get #isHead(): boolean {
    return this.asking.method === 'HEAD';
  }

  #say(status: number, headers: Headers, body: Buffer | null): void {
    const sizeBytes = body?.length ?? 0;
    // RFC 9110, section 8.6: neither 204 nor 304 needs a length.
    const hasLength = status !== 204 && status !== 304;
    const length: Headers = hasLength ? { 'content-length': String(sizeBytes) } : {};
    this.#give(status, { ...headers, ...length }, body);
  }

  #give(status: number, head: Headers, body: Buffer | null): void {
    if (!this.#begin(status, head, body?.length ?? 0)) return;
    if (body === null || this.#isHead) this.#answering.end();
    else this.#answering.end(body);
  }

  /** False when there is nobody to answer any more. */
  #begin(status: number, headers: Headers, sizeBytes: number): boolean {
    const answering = this.#answering;
    if (answering.destroyed || answering.writableEnded) return false;
    this.#owedBytes = sizeBytes;
    if (!this.#connection.owes(sizeBytes)) return false;
    answering.writeHead(status, headers);
    return true;
  }
}

const sizeOf = (chunks: readonly Buffer[]): number => {
  let sizeBytes = 0;
  for (const { length } of chunks) sizeBytes += length;
  return sizeBytes;
};
