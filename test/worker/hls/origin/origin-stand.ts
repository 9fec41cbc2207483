import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import type { Test } from 'tap';
import { Origin, type OriginParts } from '#worker/hls/origin/origin.ts';
import type { KeptFile, LiveShow } from '#worker/hls/origin/shows.ts';
import { HandMadeShow } from './hand-made-show.ts';

export const showId = 'show-00000001';
export const tokenKey = Buffer.alloc(32, 7).toString('base64url');

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** `performance.now()` when the last byte was there. */
  readonly atMs: number;
}

interface StandOptions {
  readonly config?: Partial<OriginParts['config']>;
  readonly times?: OriginParts['times'];
  readonly partBytes?: number;
}

/** An origin on loopback with one public show, and what was logged. Ends with the test. */
export async function openStand(t: Test, { config = {}, times, partBytes }: StandOptions = {}) {
  const show = new HandMadeShow(showId, partBytes);
  const shows = new Map<string, LiveShow>([[showId, { publication: show, isPublic: true, tokenKey }]]);
  const files = new Map<string, KeptFile>();
  const log: string[] = [];
  const origin = await Origin.open({
    config: {
      hlsPort: 0,
      hlsConnections: 1000,
      hlsConnectionRequests: 100,
      hlsBacklogBytes: 64_000_000,
      hlsWaiting: 1000,
      mediaListen: ['127.0.0.1'],
      ...config,
    },
    shows: {
      live: (id) => shows.get(id),
      kept: async (id, file) => files.get(`${id}/${file}`) ?? null,
    },
    logger: pino({ level: 'trace' }, { write: (line: string) => log.push(line) }),
    ...(times === undefined ? {} : { times }),
  });
  const agent = new Agent({ keepAlive: true });
  t.teardown(() => {
    agent.destroy();
    origin.close();
  });
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> =>
    fetchFrom(origin.port, path, { headers, method, agent });
  return { origin, show, shows, files, log, get };
}

export type Stand = Awaited<ReturnType<typeof openStand>>;

/** Asks for a path as it stands here: nothing is made right on the way. */
export async function fetchFrom(
  port: number,
  path: string,
  options: {
    readonly headers?: Record<string, string>;
    readonly method?: string;
    readonly agent?: Agent;
  } = {},
): Promise<Reply> {
  const sent = request({ host: '127.0.0.1', port, path, ...options });
  sent.end();
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  sent.once('error', reject);
  sent.once('response', (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.once('error', reject);
    response.once('end', () => {
      const body = Buffer.concat(chunks);
      const { statusCode: status = 0, headers } = response;
      resolve({ status, headers, body, text: body.toString(), atMs: performance.now() });
    });
  });
  return promise;
}

/** Resolves when so many requests wait at the origin. */
export async function waiting({ origin }: Stand, count: number): Promise<void> {
  while (origin.figures().waiting !== count) await setImmediate();
}

export const hls = (file: string, id = showId): string => `/hls/${id}/${file}`;

/** The `error.code` of a refusal. */
export const codeOf = ({ text }: Reply): unknown => {
  const body: unknown = JSON.parse(text);
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  const { error } = body;
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
};
