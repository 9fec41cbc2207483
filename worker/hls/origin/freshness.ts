import { targetDurationS } from '../renditions.ts';

const never = 'no-store';

/**
 * What caches may do (draft-pantos-hls-rfc8216bis, appendix B.1 and section 6.2.5.2). Also for shows that need a token:
 * it stands in the path, so a cache that does not strip it keeps an entry per token, and an edge that does asks
 * `/hls-auth/` first.
 */
export const freshness = {
  /** An answer to a blocking request is for one moment of the show, and true of it for ever. */
  blocked: `public, max-age=${targetDurationS * 6}`,
  /** Changes with every part: long enough to collapse requests of one moment. */
  playlist: `public, max-age=${targetDurationS / 2}`,
  multivariant: `public, max-age=${targetDurationS / 2}`,
  forEver: 'public, max-age=31536000, immutable',
  /** Of what was waited for in vain. */
  missed: `public, max-age=${targetDurationS * 4}`,
  /** A poster changes every few seconds. */
  soon: 'public, max-age=2',
  never,
} as const;
