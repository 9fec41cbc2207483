import { jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { playlistTokenAudience } from '#protocol/hls.ts';
import type { LiveShow } from './shows.ts';

/** A viewer has one token at a time; what falls out is only checked again. */
const remembered = 20_000;

/** Whether tokens open a show. A signature is checked once per token, its end at every request. */
export class PlaylistTokens {
  readonly #endsMs = new LRUCache<string, number>({ max: remembered });

  async opens(token: string | null, showId: string, { isPublic, tokenKey }: LiveShow): Promise<boolean> {
    if (isPublic) return true;
    if (token === null) return false;
    // The key belongs to it: a show that is made anew under its id does not open to old tokens.
    const name = `${tokenKey}/${showId}/${token}`;
    const endMs = this.#endsMs.get(name) ?? (await readEndMs(token, showId, tokenKey));
    this.#endsMs.set(name, endMs);
    return endMs > Date.now();
  }
}

/** When the token ends, ms since 1970; 0 for one that is not good at all. */
async function readEndMs(token: string, showId: string, tokenKey: string): Promise<number> {
  try {
    const key = Buffer.from(tokenKey, 'base64url');
    const rules = { algorithms: ['HS256'], audience: playlistTokenAudience, subject: showId };
    const { payload } = await jwtVerify(token, key, rules);
    return (payload.exp ?? 0) * 1000;
  } catch {
    return 0;
  }
}
