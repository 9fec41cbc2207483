import type { PartPlace, PublishedRendition } from '../publication.ts';
import { renditionRules, targetDurationS } from '../renditions.ts';
import { readDirectives, type Directives } from './directives.ts';
import type { Exchange } from './exchange.ts';
import { freshness } from './freshness.ts';
import { headersOf } from './headers.ts';
import { playlistType, type LiveFile } from './live-files.ts';
import type { LoadGuard } from './load-guard.ts';
import { isAnnounced, isBehind, type Waiter, type Waiters } from './waiters.ts';

/** Longest that a request waits (draft-pantos-hls-rfc8216bis, section 6.2.5.2: three target durations). */
const longestWaitMs = targetDurationS * 3000;

export interface LiveRequest {
  readonly exchange: Exchange;
  readonly rendition: PublishedRendition;
  readonly waiters: Waiters;
  readonly guard: LoadGuard;
}

// Headers that only differ between few cases are made once and not for each viewer.
const playlistNow = headersOf(playlistType, freshness.playlist);
const playlistBlocked = headersOf(playlistType, freshness.blocked);
const media = {
  video: headersOf('video/mp4', freshness.forEver),
  audio: headersOf('audio/mp4', freshness.forEver),
};
const mediaOf = ({ name }: PublishedRendition) => media[renditionRules[name].kind];

/** What can be answered, or put off, in this turn. */
export function answerLive(
  request: LiveRequest,
  file: Exclude<LiveFile, { readonly kind: 'multivariant' | 'segment' }>,
  query: string,
): void {
  if (file.kind === 'map') answerMap(request, file.mapId);
  else if (file.kind === 'part') answerPart(request, file);
  else {
    const directives = readDirectives(query);
    if (typeof directives === 'string')
      request.exchange.refuse('request-invalid', freshness.never, directives);
    else answerPlaylist(request, directives);
  }
}

/** A media playlist, at once or when what it was asked to hold is there. */
function answerPlaylist(request: LiveRequest, { until, isDelta }: Directives): void {
  const { exchange, rendition } = request;
  if (until === null) {
    exchange.text(playlistNow, rendition.playlist(isDelta));
    return;
  }
  const reason = beyond(until, rendition);
  if (reason !== null) {
    exchange.refuse('request-invalid', freshness.never, reason);
    return;
  }
  const serve = (): void => {
    exchange.text(playlistBlocked, rendition.playlist(isDelta));
  };
  // Who names no part asks for the whole segment: it ends when the first part of the next is due.
  const isWhole = until.part === null;
  const place = { msn: until.msn, part: until.part ?? Number.MAX_SAFE_INTEGER };
  const isThere = isWhole ? isBehind(place, rendition.next) : isAnnounced(place, rendition);
  if (isThere) serve();
  else {
    const miss = (): void => {
      exchange.refuse('server-overloaded', freshness.never);
    };
    wait(request, { place, rollsOver: !isWhole, serve, miss });
  }
}

/** Why no client that read the playlist would ask for this (draft-pantos-hls-rfc8216bis, section 6.2.5.2). */
function beyond(
  { msn, part }: NonNullable<Directives['until']>,
  rendition: PublishedRendition,
): string | null {
  const { next, partTargetMs } = rendition;
  // The last segment in the playlist is the one before `next`; two more are allowed.
  if (msn > next.msn + 1) return '_HLS_msn is more than two segments ahead';
  const limit = partTargetMs < 1000 ? Math.ceil(3000 / partTargetMs) : 3;
  const announced = msn === next.msn ? next.part : 0;
  const isFar = msn >= next.msn && part !== null && part - announced > limit;
  return isFar ? '_HLS_part is more than three seconds ahead' : null;
}

/** A part that is there, or the one that EXT-X-PRELOAD-HINT promised. */
function answerPart(request: LiveRequest, { msn, part }: PartPlace): void {
  const { exchange, rendition } = request;
  const { next } = rendition;
  const place = { msn, part };
  const miss = (cacheControl: string) => () => {
    exchange.refuse('media-absent', cacheControl);
  };
  const serve = (): void => {
    const bytes = rendition.part(place);
    // A gap was announced in its place, or its segment ended before it: it never comes.
    if (bytes === null) miss(freshness.missed)();
    else exchange.part(mediaOf(rendition), bytes);
  };
  if (isBehind(place, next)) serve();
  else if (msn !== next.msn || part !== next.part) {
    // It may come yet, so no cache may keep that it is not there.
    miss(freshness.never)();
  } else wait(request, { place, rollsOver: false, serve, miss: miss(freshness.missed) });
}

/** Rejects when its file cannot be read. */
export async function answerSegment({ exchange, rendition }: LiveRequest, msn: number): Promise<void> {
  const bytes = rendition.segment(msn);
  if (bytes === null) exchange.refuse('media-absent', freshness.never);
  else await exchange.bytes(mediaOf(rendition), bytes.place === 'file' ? bytes : bytes.chunks);
}

function answerMap({ exchange, rendition }: LiveRequest, mapId: number): void {
  const bytes = rendition.map(mapId);
  if (bytes === null) exchange.refuse('media-absent', freshness.never);
  else exchange.part(mediaOf(rendition), bytes);
}

function wait({ exchange, waiters, guard }: LiveRequest, waiter: Omit<Waiter, 'untilMs'>): void {
  if (guard.isFull) {
    guard.shed += 1;
    exchange.refuse('server-overloaded', freshness.never);
    return;
  }
  const { place, rollsOver, serve, miss } = waiter;
  const untilMs = performance.now() + longestWaitMs;
  exchange.onEnd(waiters.add({ place, rollsOver, serve, miss, untilMs }));
}
