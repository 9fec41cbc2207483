import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';
import { readHlsPath, type HlsPath } from '#protocol/hls.ts';
import { Connections, type Asking } from './connections.ts';
import { Exchange, type Answering } from './exchange.ts';
import { freshness } from './freshness.ts';
import { headersOf } from './headers.ts';
import { answerLive, answerSegment } from './live-answers.ts';
import { playlistType, readLiveFile, type LiveFile } from './live-files.ts';
import { LoadGuard } from './load-guard.ts';
import { PlaylistTokens } from './playlist-tokens.ts';
import { openPort, usualTimes, type OpenPort, type PortLimits } from './port.ts';
import type { LiveShow, OriginShows } from './shows.ts';
import { WaitingRooms } from './waiting-rooms.ts';

export interface OriginParts {
  readonly config: Pick<
    Config,
    'hlsPort' | 'hlsConnections' | 'hlsConnectionRequests' | 'hlsBacklogBytes' | 'hlsWaiting' | 'mediaListen'
  >;
  readonly shows: OriginShows;
  readonly logger: Logger;
  /** For tests; the usual ones without. */
  readonly times?: Pick<PortLimits, 'silentMs' | 'headMs'>;
}

export interface OriginFigures {
  /** Requests that wait for a part right now. */
  readonly waiting: number;
  readonly connections: number;
  readonly requests: number;
  /** Requests and connections turned away so far, because of too much load. */
  readonly shed: number;
}

const authPrefix = '/hls-auth/';
const multivariantHeaders = headersOf(playlistType, freshness.multivariant);

/** The HTTP side of LL-HLS: playlists, parts, segments and what lies beside them, for players and edges. */
export class Origin {
  readonly #shows: OriginShows;
  readonly #logger: Logger;
  readonly #tokens = new PlaylistTokens();
  readonly #guard: LoadGuard;
  readonly #connections: Connections;
  readonly #rooms: WaitingRooms;
  #port: OpenPort | null = null;
  #requests = 0;

  private constructor({ config, shows, logger }: OriginParts) {
    this.#shows = shows;
    this.#logger = logger;
    this.#guard = new LoadGuard(config.hlsWaiting);
    this.#connections = new Connections({
      requests: config.hlsConnectionRequests,
      backlogBytes: config.hlsBacklogBytes,
    });
    this.#rooms = new WaitingRooms(this.#guard);
  }

  /** Rejects when the port cannot be had. */
  static async open(parts: OriginParts): Promise<Origin> {
    const { config, times = usualTimes } = parts;
    const origin = new Origin(parts);
    const limits = { ...times, connections: config.hlsConnections, streams: config.hlsConnectionRequests };
    const events = {
      request: (asking: Asking, answering: Answering) => {
        origin.#take(asking, answering);
      },
      turnedAway: () => {
        origin.#guard.shed += 1;
      },
    };
    // One named address is where this worker is meant to be reached; otherwise everywhere.
    const [only] = config.mediaListen.length === 1 ? config.mediaListen : [];
    const place = { host: only?.split('@')[0] ?? null, port: config.hlsPort };
    try {
      origin.#port = await openPort(place, limits, events);
    } catch (cause) {
      origin.close();
      throw new Error('The HLS port cannot be opened', { cause });
    }
    return origin;
  }

  get port(): number {
    return this.#port?.port ?? 0;
  }

  figures(): OriginFigures {
    const { waiting, shed } = this.#guard;
    return { waiting, shed, connections: this.#port?.connections ?? 0, requests: this.#requests };
  }

  /** For TLS from now on. Throws for what is no certificate with its key. */
  certify(certificate: string, privateKey: string): void {
    this.#port?.certify(certificate, privateKey);
  }

  /** Idempotent. */
  close(): void {
    this.#guard.close();
    this.#port?.close();
    this.#rooms.close();
  }

  #take(asking: Asking, answering: Answering): void {
    this.#requests += 1;
    const connection = this.#connections.of(asking);
    const exchange = new Exchange(asking, answering, connection);
    if (!connection.opened() || this.#guard.isLate) {
      this.#guard.shed += 1;
      exchange.refuse('server-overloaded', freshness.never);
      return;
    }
    try {
      this.#answer(exchange);
    } catch (error) {
      this.#failed(exchange, error);
    }
  }

  /** What cannot be answered in this turn. The rest is: a promise each would be felt at ten thousand requests a second. */
  #later(exchange: Exchange, work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#failed(exchange, error);
    });
  }

  #failed(exchange: Exchange, error: unknown): void {
    if (exchange.hasBegun) {
      // The file went away or its reader did: the length that was promised says that it is not whole.
      exchange.abort();
      return;
    }
    this.#logger.error({ err: error }, 'an HLS request failed');
    exchange.refuse('server-error', freshness.never);
  }

  #answer(exchange: Exchange): void {
    const { method = 'GET', url = '' } = exchange.asking;
    if (method === 'OPTIONS') return exchange.preflight();
    if (method !== 'GET' && method !== 'HEAD') return exchange.refuse('method-unknown', freshness.never);
    const mark = url.indexOf('?');
    const path = mark === -1 ? url : url.slice(0, mark);
    const isCheck = path.startsWith(authPrefix);
    const wanted = readHlsPath(isCheck ? `/hls/${path.slice(authPrefix.length)}/master.m3u8` : path);
    if (wanted === null) return exchange.refuse('method-unknown', freshness.soon);
    const live = this.#shows.live(wanted.showId);
    const open = (): void => {
      if (isCheck) exchange.allow(freshness.soon);
      else this.#serve(exchange, wanted, live, mark === -1 ? '' : url.slice(mark + 1));
    };
    if (live === undefined || live.isPublic) open();
    else this.#later(exchange, this.#openTo(exchange, wanted, live, open));
  }

  async #openTo(
    exchange: Exchange,
    { token, showId }: HlsPath,
    live: LiveShow,
    open: () => void,
  ): Promise<void> {
    if (await this.#tokens.opens(token, showId, live)) open();
    else exchange.refuse('playlists-refused', freshness.never);
  }

  #serve(exchange: Exchange, wanted: HlsPath, live: LiveShow | undefined, query: string): void {
    const file = live === undefined ? null : readLiveFile(wanted.file);
    if (live === undefined || file === null) this.#later(exchange, this.#answerKept(exchange, wanted));
    else this.#answerLive(exchange, live, file, query);
  }

  #answerLive(exchange: Exchange, { publication }: LiveShow, file: LiveFile, query: string): void {
    if (file.kind === 'multivariant') {
      const text = publication.multivariant();
      if (text === null) exchange.refuse('media-absent', freshness.never);
      else exchange.text(multivariantHeaders, text);
      return;
    }
    const rendition = publication.rendition(file.rendition);
    const waiters = this.#rooms.of(publication, file.rendition);
    const request = { exchange, rendition, waiters, guard: this.#guard };
    if (file.kind === 'segment') this.#later(exchange, answerSegment(request, file.msn));
    else answerLive(request, file, query);
  }

  /** A show that is over has no token: what is kept of it was public. */
  async #answerKept(exchange: Exchange, { showId, file }: HlsPath): Promise<void> {
    const kept = await this.#shows.kept(showId, file);
    if (kept === null) return exchange.refuse('media-absent', freshness.soon);
    const { contentType, isImmutable, body } = kept;
    const headers = headersOf(contentType, isImmutable ? freshness.forEver : freshness.soon);
    await exchange.bytes(headers, Buffer.isBuffer(body) ? [body] : body);
  }
}
