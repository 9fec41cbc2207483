import { get, type Fetched } from './fetched.ts';
import {
  lengthOfS,
  nextPlace,
  partsOf,
  readMediaPlaylist,
  wholeSegments,
  type MediaPlaylist,
} from './playlist.ts';
import type { Verdicts } from './verdicts.ts';

/**
 * More than two behind the last is to be refused; `nextPlace` is one behind it, and one more may come while we ask.
 */
const farAhead = 3;

const header = ({ headers }: Fetched, name: string): string => headers.get(name) ?? '';

export function checkHeaders(answer: Fetched, kind: 'playlist' | 'media', verdicts: Verdicts): void {
  const [type, cache] = [header(answer, 'content-type'), header(answer, 'cache-control')];
  const isType =
    kind === 'playlist'
      ? /^(application\/vnd\.apple\.|audio\/)mpegurl/i.test(type)
      : /^(video|audio)\/mp4/.test(type);
  verdicts.check('content-type', isType, () => `${answer.url}: ${type || 'none'}`);
  const maximumS = Number(/max-age=(\d+)/.exec(cache)?.[1] ?? Number.NaN);
  const isKept =
    kind === 'playlist'
      ? maximumS > 0 && maximumS <= 60
      : /no-store|no-cache/.test(cache) === false && maximumS >= 60;
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
  const complete = await get(url);
  if (delta.status !== 200 || complete.status !== 200) return;
  const update = readMediaPlaylist(delta.bytes.toString());
  const whole = readMediaPlaylist(complete.bytes.toString());
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
    () => `${name}: ${merged.length} merged, ${wanted.size} in full, not there: ${lacking.join()}`,
  );
  const full = new Map(whole.segments.map((segment) => [segment.mediaSequenceNumber, partsOf(segment)]));
  for (const segment of wholeSegments(update)) {
    const [own, other] = [partsOf(segment), full.get(segment.mediaSequenceNumber) ?? []];
    const isSame = own.length === 0 || other.length === 0 || JSON.stringify(own) === JSON.stringify(other);
    verdicts.check('delta', isSame, () => `${name}: parts of ${segment.uri} are others`);
  }
  const keptS = update.segments.reduce((sum, segment) => sum + lengthOfS(segment), 0);
  const boundaryS = update.lowLatencyCompatibility?.canSkipUntil ?? 0;
  verdicts.check(
    'delta',
    keptS >= boundaryS - update.targetDuration,
    () => `${name}: only ${keptS.toFixed(1)} s are not skipped`,
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
