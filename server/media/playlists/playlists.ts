import type { Config } from '#config/load.ts';
import { Refusal } from '#protocol/errors.ts';
import { playlistPath, type HlsPath } from '#protocol/hls.ts';
import type { PlaylistPlace } from '#protocol/methods/stage.ts';
import type { MediaStages } from '../media-stages.ts';
import type { WorkerLink } from '../worker-link.ts';
import { signPlaylistToken } from './playlist-token.ts';
import { Replays } from './replays.ts';

/** A page that is opened while the server starts waits so long for the first worker, and no page after that. */
const firstWorkerMs = 3_000;
/** This machine's worker listens on all addresses unless told otherwise, and always on this one. */
const thisMachine = '127.0.0.1';

/** Where the web port fetches what it passes on. */
export interface HlsUpstream {
  readonly host: string;
  readonly port: number;
  /** Under TLS with this very chain (PEM); null within one machine, or where this server has no certificate. */
  readonly certificate: string | null;
}

interface Parts {
  readonly config: Pick<Config, 'hls' | 'hlsPort' | 'hlsUrl' | 'hlsTokenMs' | 'https'>;
  readonly stages: Pick<MediaStages, 'workers' | 'homeOf'>;
  /** Of the show; see playlist-token.ts. */
  readonly keyOf: (showId: string) => string;
  readonly nowMs: () => number;
}

/** Where the LL-HLS output of shows, and what is kept of it, can be fetched. */
export class Playlists {
  readonly #parts: Parts;
  readonly #replays: Replays;
  readonly #firstWorker: Promise<void>;
  /** As each worker told last; kept while it is away, because pages live on. */
  readonly #ports = new Map<WorkerLink, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { config, stages } = parts;
    this.#replays = new Replays(stages.workers);
    const isSaid = config.hlsUrl !== '' || (config.hlsPort !== 0 && stages.workers.all.every(isHere));
    this.#firstWorker = isSaid || !config.hls ? Promise.resolve() : stages.workers.someReady(firstWorkerMs);
  }

  /**
   * Of a show that is not over. Playlists that are not for everybody come with a token. Refuses with `playlists-off`
   * where there is no HLS, and with `stage-unavailable` while the show's stage lives on no worker.
   */
  async live(showId: string, isPublic: boolean): Promise<PlaylistPlace> {
    this.#mustBeOn();
    const link = this.#parts.stages.homeOf(showId);
    if (link === null) throw new Refusal('stage-unavailable');
    const origin = this.#originOf(link);
    if (isPublic) return { path: playlistPath(showId, null, 'master.m3u8'), origin, expiresAtMs: null };
    const { keyOf, nowMs, config } = this.#parts;
    const times = { nowMs: nowMs(), lifeMs: config.hlsTokenMs };
    const { token, expiresAtMs } = await signPlaylistToken(keyOf(showId), showId, times);
    return { path: playlistPath(showId, token, 'master.m3u8'), origin, expiresAtMs };
  }

  /** Of a show that is over: what is kept was on air, so it needs no token. Refuses with `replay-absent`. */
  async replay(showId: string): Promise<PlaylistPlace> {
    this.#mustBeOn();
    const link = await this.#replays.find(showId);
    if (link === null) throw new Refusal('replay-absent');
    return {
      path: playlistPath(showId, null, 'replay.m3u8'),
      origin: this.#originOf(link),
      expiresAtMs: null,
    };
  }

  /** See `Replays.delete`. */
  async deleteReplay(showId: string): Promise<void> {
    this.#mustBeOn();
    await this.#replays.delete(showId);
  }

  /**
   * The worker that has the show, or what is kept of it. Refuses with `playlists-off`, with `replay-absent` and, where
   * a worker may have it in a moment, with `stage-unavailable`.
   */
  async upstreamOf({ showId, file }: Pick<HlsPath, 'showId' | 'file'>): Promise<HlsUpstream> {
    this.#mustBeOn();
    const { stages } = this.#parts;
    const link = stages.homeOf(showId) ?? (await this.#replays.find(showId));
    if (link === null && file.endsWith('replay.m3u8')) throw new Refusal('replay-absent');
    const port = link?.greeting?.hlsPort ?? null;
    if (link === null || port === null) throw new Refusal('stage-unavailable');
    if (link.host === null) return { host: thisMachine, port, certificate: null };
    return { host: link.host, port, certificate: stages.workers.certificates.current?.certificate ?? null };
  }

  /** Resolves once it is known where workers serve playlists, or a moment after the start in any case. */
  known(): Promise<void> {
    return this.#firstWorker;
  }

  /** Origins (CSP sources) that a page under this host name fetches playlists from, apart from its own. */
  sourcesFor(hostName: string): readonly string[] {
    const { config, stages } = this.#parts;
    if (!config.hls) return [];
    if (config.hlsUrl !== '') return [config.hlsUrl];
    return stages.workers.all.flatMap((link) => {
      const port = this.#portOf(link);
      const host = link.host ?? hostName;
      return port === null ? [] : [`http://${bracketed(host)}:${port}`, `https://${bracketed(host)}:${port}`];
    });
  }

  #originOf(link: WorkerLink): PlaylistPlace['origin'] {
    const { config } = this.#parts;
    if (config.hlsUrl !== '') return { url: config.hlsUrl };
    const port = link.greeting?.hlsPort ?? null;
    if (port === null) return null;
    if (link.host === null) return { port };
    return { url: `${config.https ? 'https' : 'http'}://${bracketed(link.host)}:${port}` };
  }

  #portOf(link: WorkerLink): number | null {
    const { hlsPort } = this.#parts.config;
    const told = link.greeting?.hlsPort ?? null;
    if (told !== null) this.#ports.set(link, told);
    return this.#ports.get(link) ?? (link.host === null && hlsPort !== 0 ? hlsPort : null);
  }

  #mustBeOn(): void {
    if (!this.#parts.config.hls) throw new Refusal('playlists-off');
  }
}

/** Whether it runs on this machine, with the settings of this server. */
const isHere = ({ host }: WorkerLink): boolean => host === null;

/** An IPv6 address stands in brackets in a URL (RFC 3986, section 3.2.2). */
const bracketed = (host: string): string =>
  host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
