import type { MediaId, PersonId, ShowId, SourceId } from '../ids.ts';

/** What hangs on a stage: `camera` and `phone` move, `screen` may stand still for seconds, `clip` is played by the worker. */
export type SourceKind = 'camera' | 'phone' | 'screen' | 'clip';

/** Shown instead of the picture while a show is paused or its uplink is gone. */
export type Slate =
  | { readonly kind: 'standard' }
  | { readonly kind: 'picture'; readonly mediaId: MediaId }
  | { readonly kind: 'clip'; readonly mediaId: MediaId };

/** Events of the stream `show-<id>`. Past tense, complete, never changed once written. Times in ms since the epoch. */
export type ShowEvent =
  | {
      readonly type: 'show-created';
      readonly showId: ShowId;
      readonly title: string;
      readonly description: string;
      readonly hostId: PersonId;
    }
  | { readonly type: 'show-edited'; readonly title: string; readonly description: string }
  | { readonly type: 'show-scheduled'; readonly startsAtMs: number }
  | { readonly type: 'rehearsal-started' }
  | { readonly type: 'rehearsal-finished' }
  | { readonly type: 'show-went-live' }
  | { readonly type: 'show-paused'; readonly slate: Slate }
  | { readonly type: 'show-resumed' }
  | { readonly type: 'show-ended' }
  | { readonly type: 'show-reopened' }
  | { readonly type: 'show-archived' }
  | {
      readonly type: 'source-added';
      readonly sourceId: SourceId;
      readonly label: string;
      readonly kind: SourceKind;
      readonly hasVideo: boolean;
      readonly hasAudio: boolean;
      /** Only this person's sockets may produce into the source. */
      readonly ownerId: PersonId;
    }
  | { readonly type: 'source-renamed'; readonly sourceId: SourceId; readonly label: string }
  | { readonly type: 'source-removed'; readonly sourceId: SourceId }
  /** `null`: no picture is on air (the slate is shown). */
  | { readonly type: 'programme-switched'; readonly sourceId: SourceId | null }
  /** `null`: no sound is on air. */
  | { readonly type: 'microphone-chosen'; readonly sourceId: SourceId | null };
