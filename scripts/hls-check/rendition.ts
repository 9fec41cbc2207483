import { get, type Fetched } from './fetched.ts';
import { checkProgress } from './history-rules.ts';
import { checkBeginning, checkFollowing, checkPart, checkSegment, type SeenSegment } from './media-rules.ts';
import { MediaFiles } from './media-files.ts';
import { checkPlaylist } from './playlist-rules.ts';
import {
  datesOf,
  hintOf,
  partsOf,
  readMediaPlaylist,
  wholeSegments,
  type MediaPlaylist,
  type Segment,
} from './playlist.ts';
import { lateMs, Reloading } from './reloading.ts';
import { checkDelta, checkHeaders, checkReports, checkTooFar } from './server-rules.ts';
import type { Verdicts } from './verdicts.ts';

/** Once in so many reloads what costs further requests is looked at. */
const rarely = 16;
/** Segments that stood there before are read, too, but not all of them. */
const firstSegments = 2;

/** Follows one media playlist as a player does, and looks at all it is told and given. */
export class Rendition {
  readonly name: string;
  readonly #url: string;
  readonly #verdicts: Verdicts;
  readonly #files: MediaFiles;
  readonly #judged = new Set<string>();
  readonly #parts = new Map<string, Buffer>();
  readonly #hinted = new Map<string, Promise<Fetched | null>>();
  #promisesKeys: boolean;
  #nextMsn: number | null = null;
  #reloads = 0;
  /** Oldest first. */
  readonly segments: SeenSegment[] = [];

  /** `promisesKeys`: the multivariant playlist says that all segments are independent. */
  constructor(name: string, url: string, verdicts: Verdicts, promisesKeys = false) {
    this.name = name;
    this.#promisesKeys = promisesKeys;
    this.#url = url;
    this.#verdicts = verdicts;
    this.#files = new MediaFiles(name, url, verdicts);
  }

  /** Until then, or to the end of a playlist that has one, or of the server. */
  async follow(untilMs: number): Promise<void> {
    try {
      await this.#follow(untilMs);
    } catch (error) {
      this.#verdicts.check('served', false, () => `${this.#url}: ${String(error)}`);
    }
  }

  async #follow(untilMs: number): Promise<void> {
    const reloading = new Reloading(this.#url, this.#verdicts);
    let playlist = this.#read(await get(this.#url));
    while (playlist !== null) {
      await this.#look(playlist);
      if (playlist.endlist || performance.now() >= untilMs) return;
      const next: MediaPlaylist | null = this.#read(await reloading.next(playlist));
      if (next !== null) checkProgress(this.name, playlist, next, this.#verdicts);
      playlist = next;
    }
  }

  #read(answer: Fetched): MediaPlaylist | null {
    if (!this.#verdicts.check('served', answer.status === 200, () => `${answer.url}: ${answer.status}`))
      return null;
    checkHeaders(answer, 'playlist', this.#verdicts);
    const playlist = readMediaPlaylist(answer.bytes.toString());
    const begin = answer.bytes.toString('utf8', 0, 40);
    this.#verdicts.check('parses', playlist !== null, () => `${answer.url} is no media playlist: ${begin}`);
    return playlist;
  }

  async #look(playlist: MediaPlaylist): Promise<void> {
    this.#promisesKeys ||= playlist.independentSegments;
    checkPlaylist(this.name, playlist, this.#judged, this.#verdicts);
    this.#askHint(playlist);
    await this.#takeParts(playlist);
    await this.#takeSegments(playlist);
    this.#reloads += 1;
    if (playlist.endlist || this.#reloads % rarely !== 1) return;
    await checkTooFar(this.#url, playlist, this.#verdicts);
    await checkDelta(this.name, this.#url, playlist, this.#verdicts);
    await checkReports(this.#url, playlist, this.#verdicts);
  }

  /** Asked for at once, as players do; the answer is looked at when the part was announced. */
  #askHint(playlist: MediaPlaylist): void {
    const hint = hintOf(playlist);
    if (hint === null || this.#hinted.has(hint)) return;
    this.#hinted.set(
      hint,
      get(new URL(hint, this.#url).href).catch(() => null),
    );
  }

  async #takeParts(playlist: MediaPlaylist): Promise<void> {
    for (const segment of playlist.segments.slice(-2)) {
      const partTargetS = playlist.partTargetDuration ?? Infinity;
      for (const { uri, independent = false, duration = 0, gap } of partsOf(segment)) {
        if (gap === true || this.#parts.has(uri)) continue;
        const answer = await this.#files.fetch(uri);
        if (answer === null) continue;
        this.#parts.set(uri, answer.bytes);
        await this.#checkHinted(uri, answer);
        const track = await this.#files.trackOf(segment);
        const fragments = this.#files.fragmentsOf(uri, answer.bytes);
        if (track === null || fragments === null) continue;
        checkPart(
          `${this.name} ${uri}`,
          { independent, durationS: duration, partTargetS },
          fragments,
          track,
          this.#verdicts,
        );
      }
    }
    for (const uri of [...this.#parts.keys()].slice(0, -100)) this.#parts.delete(uri);
  }

  async #checkHinted(uri: string, announced: Fetched): Promise<void> {
    const hinted = await this.#hinted.get(uri);
    this.#hinted.delete(uri);
    if (hinted === undefined || hinted === null) return;
    const isSame = hinted.status === 200 && hinted.bytes.equals(announced.bytes);
    const behindMs = hinted.atMs - announced.atMs;
    this.#verdicts.check(
      'punctual',
      behindMs <= lateMs,
      () => `${hinted.url}: ${behindMs.toFixed()} ms late`,
    );
    this.#verdicts.check(
      'hinted',
      isSame,
      () => `${hinted.url}: ${hinted.status}, ${hinted.bytes.length} bytes`,
    );
  }

  async #takeSegments(playlist: MediaPlaylist): Promise<void> {
    const whole = wholeSegments(playlist);
    this.#nextMsn ??= whole.at(-firstSegments)?.mediaSequenceNumber ?? 0;
    const dates = datesOf(playlist);
    for (const segment of whole) {
      if (segment.mediaSequenceNumber < this.#nextMsn) continue;
      this.#nextMsn = segment.mediaSequenceNumber + 1;
      if (segment.gap !== true)
        await this.#takeSegment(segment, playlist, dates.get(segment.mediaSequenceNumber));
    }
  }

  async #takeSegment(segment: Segment, playlist: MediaPlaylist, programMs = Number.NaN): Promise<void> {
    const answer = await this.#files.fetch(segment.uri);
    const track = await this.#files.trackOf(segment);
    if (answer === null || track === null) return;
    const { mediaSequenceNumber: msn, duration: durationS } = segment;
    const parts = partsOf(segment).map(({ uri }) => this.#parts.get(uri));
    if (parts.length > 0 && parts.every((part) => part !== undefined)) {
      const isSum = answer.bytes.equals(Buffer.concat(parts));
      this.#verdicts.check('byte-for-byte', isSum, () => `${answer.url}: ${answer.bytes.length} bytes`);
    }
    const fragments = this.#files.fragmentsOf(segment.uri, answer.bytes);
    if (fragments === null) return;
    const sizeBytes = answer.bytes.length;
    const mapUri = segment.map.uri;
    const isDiscontinuity = segment.discontinuity === true;
    const seen = {
      name: this.name,
      msn,
      durationS,
      targetS: playlist.targetDuration,
      partTargetS: playlist.partTargetDuration ?? Infinity,
      mapUri,
      isDiscontinuity,
      programMs,
      track,
      fragments,
      sizeBytes,
    };
    checkSegment(seen, this.#verdicts);
    if (this.#promisesKeys) checkBeginning(seen, this.#verdicts);
    const former = this.segments.at(-1);
    if (former?.msn === msn - 1 && !isDiscontinuity && former.mapUri === mapUri)
      checkFollowing(former, seen, this.#verdicts);
    this.segments.push(seen);
  }
}
