import { get, type Fetched } from './fetched.ts';
import { nextPlace, partsOf, readMediaPlaylist, wholeSegments, type MediaPlaylist } from './playlist.ts';
import type { Verdicts } from './verdicts.ts';

/** A segment that nobody reaches, whatever the show does meanwhile. */
const farAhead = 1000;

const header = ({ headers }: Fetched, name: string): string => headers.get(name) ?? '';

export function checkHeaders(answer: Fetched, kind: 'playlist' | 'media', verdicts: Verdicts): void {
  const [type, cache] = [header(answer, 'content-type'), header(answer, 'cache-control')];
  const isType =
    kind === 'playlist'
      ? /^(application\/vnd\.apple|audio\/)mpegurl|^application\/vnd\.apple\.mpegurl/i.test(type)
      : /^(video|audio)\/mp4/.test(type);
  verdicts.check('content-type', isType, () => `${answer.url}: ${type || 'none'}`);
  const maximumS = Number(/max-age=(\d+)/.exec(cache)?.[1] ?? Number.NaN);
  const isKept =
    kind === 'playlist' ? !(maximumS > 60) : /no-store|no-cache/.test(cache) === false && maximumS >= 60;
  verdicts.check('caching', isKept, () => `${answer.url}: ${cache || 'nothing said'}`);
  const origin = header(answer, 'access-control-allow-origin');
  verdicts.check(
    'cors',
    origin === '*' || origin === 'https://page.example',
    () => `${answer.url}: ${origin || 'none'}`,
  );
}

/** Directives that a player appends; the playlist's own query stays. */
export function withDirectives(url: string, directives: Readonly<Record<string, number | string>>): string {
  const address = new URL(url);
  for (const [name, value] of Object.entries(directives)) address.searchParams.set(name, String(value));
  return address.href;
}

/** Asks for what comes next, and looks whether the answer has it and came in time. */
export async function reloadBlocked(
  url: string,
  playlist: MediaPlaylist,
  verdicts: Verdicts,
): Promise<Fetched> {
  const { msn, part } = nextPlace(playlist);
  const answer = await get(withDirectives(url, { _HLS_msn: msn, _HLS_part: part }));
  if (answer.status !== 200) {
    // 503 is the answer of the standard where it never comes.
    verdicts.check('blocking', answer.status === 503, () => `${answer.url}: ${answer.status}`);
    return answer;
  }
  const now = readMediaPlaylist(answer.bytes.toString());
  if (now === null) return answer;
  const next = nextPlace(now);
  const hasIt = next.msn > msn || (next.msn === msn && next.part > part);
  verdicts.check(
    'blocking',
    hasIt,
    () => `${answer.url}: answered with ${next.msn}.${next.part} as the next`,
  );
  const latestMs = playlist.targetDuration * 3000 + 500;
  verdicts.check(
    'blocking',
    answer.tookMs <= latestMs,
    () => `${answer.url}: after ${answer.tookMs.toFixed()} ms`,
  );
  return answer;
}

/** What is so far ahead that only a broken player asks for it. */
export async function checkTooFar(url: string, playlist: MediaPlaylist, verdicts: Verdicts): Promise<void> {
  const { status } = await get(withDirectives(url, { _HLS_msn: nextPlace(playlist).msn + farAhead }));
  verdicts.check('too-far', status === 400, () => `${url}: ${status}`);
}

/** A delta update must lead from what a player has to what the full playlist says. */
export async function checkDelta(
  name: string,
  url: string,
  before: MediaPlaylist,
  verdicts: Verdicts,
): Promise<void> {
  const delta = await get(withDirectives(url, { _HLS_skip: 'YES' }));
  const full = await get(url);
  if (delta.status !== 200 || full.status !== 200) return;
  const update = readMediaPlaylist(delta.bytes.toString());
  const whole = readMediaPlaylist(full.bytes.toString());
  // Nothing to skip yet is a full playlist, and no fault.
  if (update === null || whole === null || update.skip === 0) return;
  const base = update.mediaSequenceBase ?? 0;
  const skipped = before.segments.filter(
    ({ mediaSequenceNumber }) => mediaSequenceNumber >= base && mediaSequenceNumber < base + update.skip,
  );
  const merged = [...skipped, ...wholeSegments(update)].map(({ uri, duration }) => `${uri} ${duration}`);
  const wanted = new Set(wholeSegments(whole).map(({ uri, duration }) => `${uri} ${duration}`));
  const lacking = merged.filter((segment) => !wanted.has(segment));
  // The full one was read later: a segment may have left or come in between.
  const holds = lacking.length <= 1 && Math.abs(merged.length - wanted.size) <= 1;
  verdicts.check(
    'delta',
    holds,
    () =>
      `${name}: ${update.skip} skipped, ${merged.length} merged, ${wanted.size} in full, not there: ${lacking.join()}`,
  );
}

/** A report may be late by what was announced since, never early. */
export async function checkReports(url: string, playlist: MediaPlaylist, verdicts: Verdicts): Promise<void> {
  for (const { uri, lastMSN, lastPart } of playlist.renditionReports) {
    const answer = await get(new URL(uri, url).href);
    if (answer.status !== 200) {
      verdicts.check('reports', false, () => `${answer.url}: ${answer.status}`);
      continue;
    }
    const other = readMediaPlaylist(answer.bytes.toString());
    if (other === null) continue;
    const next = nextPlace(other);
    const isThere =
      lastMSN !== undefined && (next.msn > lastMSN || (next.msn === lastMSN && next.part > lastPart));
    verdicts.check(
      'reports',
      isThere,
      () => `${answer.url}: said to have ${lastMSN}.${lastPart}, next is ${next.msn}.${next.part}`,
    );
  }
}

/** Addresses of all that a playlist announces right now, the hint apart. */
export const announced = (playlist: MediaPlaylist): readonly string[] =>
  playlist.segments.flatMap((segment) => [
    ...partsOf(segment).flatMap(({ uri, gap }) => (gap === true ? [] : [uri])),
    ...(segment.uri && segment.gap !== true ? [segment.uri] : []),
  ]);
