import type { CallError } from '../live/outcome.ts';

/** One half (picture or sound) of a source on its way to the stage. */
export type FeedState =
  | { readonly status: 'none' }
  | { readonly status: 'starting' }
  | { readonly status: 'live' }
  | { readonly status: 'muted' }
  /** The device was unplugged, sharing was stopped, or the stage took the source off: give another track. */
  | { readonly status: 'ended' }
  | { readonly status: 'refused'; readonly error: CallError };
