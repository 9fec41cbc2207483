import { setTimeout as delay } from 'node:timers/promises';
import { get, type Fetched } from './fetched.ts';
import { nextPlace, readMediaPlaylist, type MediaPlaylist } from './playlist.ts';
import { withDirectives } from './server-rules.ts';
import type { Verdicts } from './verdicts.ts';

/** On top of a part's own length; a splice takes longer, and is rare. */
export const lateMs = 1500;
/** In a row; then it is no pause of the show any more. */
const mostRefusals = 5;

/** Reads a live playlist again and again, with blocking reloads where the server offers them; never in haste. */
export class Reloading {
  readonly #url: string;
  readonly #verdicts: Verdicts;
  #refusals = 0;

  constructor(url: string, verdicts: Verdicts) {
    this.#url = url;
    this.#verdicts = verdicts;
  }

  async next(playlist: MediaPlaylist): Promise<Fetched> {
    const { lowLatencyCompatibility: control, targetDuration } = playlist;
    if (control?.canBlockReload !== true) {
      await delay(targetDuration * 500);
      return get(this.#url);
    }
    const answer = await this.#blocked(playlist);
    if (answer.status !== 503) return answer;
    // The answer of the standard where a part never comes.
    await delay(targetDuration * 250);
    return get(this.#url);
  }

  async #blocked(playlist: MediaPlaylist): Promise<Fetched> {
    const { msn, part } = nextPlace(playlist);
    const partS = playlist.partTargetDuration ?? playlist.targetDuration;
    const place =
      playlist.partTargetDuration === undefined ? { _HLS_msn: msn } : { _HLS_msn: msn, _HLS_part: part };
    const answer = await get(withDirectives(this.#url, place));
    this.#refusals = answer.status === 503 ? this.#refusals + 1 : 0;
    const isFine = answer.status === 200 || (answer.status === 503 && this.#refusals <= mostRefusals);
    this.#verdicts.check('blocking', isFine, () => `${answer.url}: ${answer.status}`);
    const now = answer.status === 200 ? readMediaPlaylist(answer.bytes.toString()) : null;
    if (now === null) return answer;
    const next = nextPlace(now);
    const hasIt = next.msn > msn || (next.msn === msn && next.part > part);
    this.#verdicts.check(
      'blocking',
      hasIt,
      () => `${answer.url}: answered with ${next.msn}.${next.part} as the next`,
    );
    const isPunctual = answer.tookMs <= partS * 1000 + lateMs;
    this.#verdicts.check('punctual', isPunctual, () => `${answer.url}: after ${answer.tookMs.toFixed()} ms`);
    // A server that does not block would be asked thousands of times.
    if (!hasIt) await delay(partS * 500);
    return answer;
  }
}
