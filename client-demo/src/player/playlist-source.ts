import type { PlaylistPlace } from '#protocol/methods/stage.ts';
import type { LiveSocket } from '../live/socket.ts';
import type { TimeSource } from '../live/time-source.ts';
import { baseOf, directOrigin, masterAddress, type PlaylistBase } from './playlist-address.ts';

export interface PlaylistSourceOptions {
  readonly socket: Pick<LiveSocket, 'request'>;
  readonly showId: string;
  readonly time: TimeSource;
  /** Server time, to know when a token ends. */
  readonly serverNowMs: () => number;
  readonly page: { readonly protocol: string; readonly hostname: string; readonly origin: string };
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Of the tab: an origin that could not be reached is not tried again in its session. */
  readonly unreachable: { has(origin: string): boolean; add(origin: string): void };
}

/** The playlists as they were found: where, and the text of the multivariant one, unless it was not asked for. */
export interface OpenedPlaylists {
  readonly base: PlaylistBase;
  readonly text: string | null;
}

/** Knows where the playlists of a show are, from which of two origins they can be had, and keeps the token fresh. */
export interface PlaylistSource {
  /** Finds out early where playlists can be had: an `open` within the next seconds has its answer at once. */
  prepare(): Promise<void>;
  /**
   * Null while there is nothing: try again later, unless `isRefused`. `where`: as it was found before, if it was, and
   * without the multivariant playlist; who plays one rendition alone saves a round trip by it.
   */
  open(wanted?: 'where' | 'text'): Promise<OpenedPlaylists | null>;
  /** Where every file is to be fetched now; null before the first `open`. */
  base(): PlaylistBase | null;
  /** There is no HLS for this person, for good. */
  isRefused(): boolean;
  close(): void;
}

/** The worker's own port may be shut (issue 3); by then the page's own server, which is open for sure, is asked too. */
const headStartMs = 800;
/** On a line of 150 kb/s and 300 ms an answer takes about 1.3 s. */
const openDeadlineMs = 5000;
/** The stage may have moved to another worker since; a place that fails is asked for anew at once. */
const placeFreshMs = 600_000;
/** What was found ahead of need is taken within this time; the multivariant playlist changes with the camera. */
const foundFreshMs = 4000;
/** Of what a token has left: a renewal that fails has time for others. */
const renewShare = 0.6;
const renewAgainMs = 5000;

export const createPlaylistSource = (options: PlaylistSourceOptions): PlaylistSource => {
  const { socket, showId, time, page, unreachable } = options;
  let place: PlaylistPlace | null = null;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  let base: PlaylistBase | null = null;
  let isRefused = false;
  let isClosed = false;
  let cancelRenewal: (() => void) | undefined;
  let opening: Promise<OpenedPlaylists | null> | undefined;
  let found: { readonly opened: OpenedPlaylists; readonly atMs: number } | null = null;

  const renewLater = (afterMs: number) => {
    cancelRenewal?.();
    if (!isClosed) cancelRenewal = time.after(afterMs, () => void renew());
  };
  const take = (next: PlaylistPlace) => {
    place = next;
    askedAtMs = time.nowMs();
    if (base !== null) base = baseOf(next, base.origin);
    if (next.expiresAtMs !== null)
      renewLater(Math.max(renewAgainMs, (next.expiresAtMs - options.serverNowMs()) * renewShare));
  };
  const ask = async () => {
    const outcome = await socket.request('stage.playlists', { showId }, { deadlineMs: openDeadlineMs });
    if (outcome.ok) {
      isRefused = false;
      take(outcome.value);
    } else {
      isRefused = !outcome.error.temporary;
      askedAtMs = Number.NEGATIVE_INFINITY;
    }
  };
  const askOnce = () => (asking ??= ask().finally(() => (asking = undefined)));
  const renew = async () => {
    await askOnce();
    if (place?.expiresAtMs !== null && askedAtMs === Number.NEGATIVE_INFINITY) renewLater(renewAgainMs);
  };
  const load = async (at: PlaylistBase, signal: AbortSignal): Promise<OpenedPlaylists> => {
    const response = await options.fetch(masterAddress(at), { signal, credentials: 'omit' });
    if (!response.ok) throw new Error(`playlist answered ${response.status}`);
    return { base: at, text: await response.text() };
  };
  /** The page's own server is asked a moment later than the worker's port, and at once when that says no. */
  const race = async (direct: string | null, from: PlaylistPlace): Promise<OpenedPlaylists | null> => {
    const stop = new AbortController();
    const cancelDeadline = time.after(openDeadlineMs, () => stop.abort());
    const own = () => load(baseOf(from, page.origin), stop.signal);
    try {
      if (direct === null) return await own();
      const first = load(baseOf(from, direct), stop.signal);
      const head = new Promise<void>((resolve) => {
        const cancel = time.after(headStartMs, resolve);
        stop.signal.addEventListener('abort', cancel, { once: true });
        first.catch(() => resolve());
      });
      const opened = await Promise.any([first, head.then(own)]);
      if (opened.base.origin !== direct) unreachable.add(direct);
      return opened;
    } catch {
      return null;
    } finally {
      cancelDeadline();
      stop.abort();
    }
  };
  const find = async (): Promise<OpenedPlaylists | null> => {
    if (place === null || time.nowMs() - askedAtMs > placeFreshMs) await askOnce();
    if (place === null || isRefused || isClosed) return null;
    const direct = directOrigin(place, page);
    const opened = await race(direct === null || unreachable.has(direct) ? null : direct, place);
    if (opened === null) askedAtMs = Number.NEGATIVE_INFINITY;
    else base = opened.base;
    return opened;
  };
  const findOnce = () => (opening ??= find().finally(() => (opening = undefined)));

  return {
    prepare: async () => {
      if (base !== null) return;
      const opened = await findOnce();
      if (opened !== null) found = { opened, atMs: time.nowMs() };
    },
    open: (wanted = 'text') => {
      const ahead = found;
      found = null;
      if (wanted === 'where' && base !== null && askedAtMs !== Number.NEGATIVE_INFINITY)
        return Promise.resolve({ base, text: null });
      if (ahead !== null && time.nowMs() - ahead.atMs < foundFreshMs) return Promise.resolve(ahead.opened);
      return findOnce();
    },
    base: () => base,
    isRefused: () => isRefused,
    close: () => {
      isClosed = true;
      cancelRenewal?.();
    },
  };
};

const unreachableKey = 'popstage.unreachable';

/** For as long as the tab lives. */
export const unreachableOfSession: PlaylistSourceOptions['unreachable'] = {
  has: (origin) => sessionStorage.getItem(unreachableKey) === origin,
  add: (origin) => sessionStorage.setItem(unreachableKey, origin),
};
