import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

interface Entry {
  readonly uri: string;
  readonly lines: string;
}

/** How often a whole segment is compared with its parts. */
const compareEvery = 10;

/**
 * Reads one media playlist by blocking reload for as long as it is asked to, and throws where it breaks a law: what was
 * announced never changes and never goes back, follows without a hole, and can be fetched.
 */
export class HlsFollower {
  readonly #address: string;
  readonly #known = new Map<number, Entry>();
  #firstMsn = 0;
  #discontinuities = 0;
  #compared = 0;
  segments = 0;
  gaps = 0;
  shed = 0;
  discontinuities = 0;
  /** `performance.now()` of the newest whole segment. */
  segmentAtMs = performance.now();
  longestPauseMs = 0;
  /** Set while a new worker is expected: its playlist begins anew, further on. */
  mayBeginAnew = false;

  constructor(address: string) {
    this.#address = address;
  }

  async look(): Promise<void> {
    const answer = await fetch(`${this.#address}/live.m3u8`).catch(() => null);
    if (answer?.status === 503) {
      // A machine that is too busy says so; players come again.
      this.shed += 1;
      return;
    }
    if (answer?.ok !== true) {
      assert.ok(this.mayBeginAnew, `${this.#address}: ${answer?.status ?? 'no answer'}`);
      return;
    }
    await this.#take(await answer.text());
  }

  async #take(text: string): Promise<void> {
    const numberOf = (tag: string): number => Number(new RegExp(`#EXT-X-${tag}:(\\d+)`).exec(text)?.[1]);
    const firstMsn = numberOf('MEDIA-SEQUENCE');
    const discontinuities = numberOf('DISCONTINUITY-SEQUENCE');
    assert.ok(firstMsn >= this.#firstMsn, `${this.#address}: media sequence went back`);
    const isAnew = firstMsn > Math.max(this.#firstMsn, ...this.#known.keys()) + 1;
    assert.ok(!isAnew || this.segments === 0 || this.mayBeginAnew, `${this.#address}: segments left out`);
    if (isAnew) this.#known.clear();
    else assert.ok(discontinuities >= this.#discontinuities, `${this.#address}: discontinuities went back`);
    this.#firstMsn = firstMsn;
    this.#discontinuities = discontinuities;
    const blocks = text.split(/(?<=\ns\d+\.m4s\n)/).slice(0, -1);
    for (const [index, block] of blocks.entries()) await this.#see(firstMsn + index, block);
    for (const msn of this.#known.keys()) if (msn < firstMsn) this.#known.delete(msn);
  }

  async #see(msn: number, block: string): Promise<void> {
    const uri = /\n(s\d+\.m4s)\n$/.exec(block)?.[1] ?? '';
    assert.equal(uri, `s${msn}.m4s`);
    const lines = block.split('\n').filter((line) => line.startsWith('#EXTINF') || line === '#EXT-X-GAP');
    const known = this.#known.get(msn);
    if (known !== undefined) {
      assert.equal(lines.join(), known.lines, `${this.#address}/${uri} changed`);
      return;
    }
    this.#known.set(msn, { uri, lines: lines.join() });
    const nowMs = performance.now();
    if (this.segments > 0) this.longestPauseMs = Math.max(this.longestPauseMs, nowMs - this.segmentAtMs);
    this.segmentAtMs = nowMs;
    this.segments += 1;
    if (lines.includes('#EXT-X-GAP')) this.gaps += 1;
    if (block.includes('#EXT-X-DISCONTINUITY\n')) this.discontinuities += 1;
    if (this.segments % compareEvery === 0 && !lines.includes('#EXT-X-GAP')) await this.#compare(uri, block);
  }

  /** Byte for byte, as far as its parts are still listed. */
  async #compare(uri: string, block: string): Promise<void> {
    const parts = [...block.matchAll(/#EXT-X-PART:[^\n]*URI="([^"]+)"/g)].map(([, part]) => part ?? '');
    if (parts.length === 0) return;
    const fetched = await Promise.all([uri, ...parts].map((file) => fetch(`${this.#address}/${file}`)));
    const [whole, ...pieces] = await Promise.all(
      fetched.map(async (answer) => Buffer.from(await answer.arrayBuffer())),
    );
    assert.ok(whole?.equals(Buffer.concat(pieces)), `${this.#address}/${uri} is not the sum of its parts`);
    this.#compared += 1;
  }

  get compared(): number {
    return this.#compared;
  }
}

/** Looks at all of them four times a second until the work is done; throws what the first of them throws. */
export async function followWhile(
  followers: readonly HlsFollower[],
  work: () => Promise<unknown>,
): Promise<void> {
  let isDone = false;
  const following = (async () => {
    while (!isDone) {
      await Promise.all(followers.map((follower) => follower.look()));
      await delay(250);
    }
  })();
  try {
    await Promise.race([work(), following]);
  } finally {
    isDone = true;
    await following;
  }
}
