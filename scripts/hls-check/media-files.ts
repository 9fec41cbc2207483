import { get, type Fetched } from './fetched.ts';
import { readFragments, readMap, type Fragment, type TrackFacts } from './mp4.ts';
import type { Segment } from './playlist.ts';
import { checkHeaders } from './server-rules.ts';
import type { Verdicts } from './verdicts.ts';

/** What a media playlist leads to: fetched, looked at, and read. What cannot be is a breach, and null. */
export class MediaFiles {
  readonly #name: string;
  readonly #playlistUrl: string;
  readonly #verdicts: Verdicts;
  readonly #maps = new Map<string, TrackFacts>();

  constructor(name: string, playlistUrl: string, verdicts: Verdicts) {
    this.#name = name;
    this.#playlistUrl = playlistUrl;
    this.#verdicts = verdicts;
  }

  async fetch(uri: string): Promise<Fetched | null> {
    const answer = await get(new URL(uri, this.#playlistUrl).href);
    const isThere = answer.status === 200;
    if (!this.#verdicts.check('served', isThere, () => `${answer.url}: ${answer.status}`)) return null;
    checkHeaders(answer, 'media', this.#verdicts);
    return answer;
  }

  async trackOf({ map }: Segment): Promise<TrackFacts | null> {
    if (!map) return null;
    const known = this.#maps.get(map.uri);
    if (known !== undefined) return known;
    const answer = await this.fetch(map.uri);
    if (answer === null) return null;
    try {
      const track = readMap(answer.bytes);
      this.#maps.set(map.uri, track);
      return track;
    } catch (error) {
      this.#verdicts.check('map', false, () => `${answer.url}: ${String(error)}`);
      return null;
    }
  }

  fragmentsOf(uri: string, bytes: Buffer): readonly Fragment[] | null {
    try {
      return readFragments(bytes);
    } catch (error) {
      this.#verdicts.check('timeline', false, () => `${this.#name} ${uri}: ${String(error)}`);
      return null;
    }
  }
}
