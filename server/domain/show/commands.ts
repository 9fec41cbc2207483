import type { ShowId, SourceId } from '../ids.ts';
import type { Slate, SourceKind } from './events.ts';

interface OnShow {
  readonly showId: ShowId;
}

/** Commands on one show. `create-show` carries the client-made id of the show, refused for ever when repeated. */
export type ShowCommand =
  | ({ readonly type: 'create-show'; readonly title: string; readonly description: string } & OnShow)
  | ({ readonly type: 'edit-show'; readonly title: string; readonly description: string } & OnShow)
  /** Also moves a scheduled show. `startsAtMs` must lie ahead. */
  | ({ readonly type: 'schedule-show'; readonly startsAtMs: number } & OnShow)
  | ({ readonly type: 'start-rehearsal' } & OnShow)
  | ({ readonly type: 'finish-rehearsal' } & OnShow)
  | ({ readonly type: 'go-live' } & OnShow)
  | ({ readonly type: 'pause-show'; readonly slate: Slate } & OnShow)
  | ({ readonly type: 'resume-show' } & OnShow)
  | ({ readonly type: 'end-show' } & OnShow)
  /** Undo of `end-show` within `reopenWindowMs` (state.ts); comes back paused. */
  | ({ readonly type: 'reopen-show' } & OnShow)
  | ({ readonly type: 'archive-show' } & OnShow)
  /** The first source with video becomes programme, the first with audio the microphone. */
  | ({
      readonly type: 'add-source';
      readonly sourceId: SourceId;
      readonly label: string;
      readonly kind: SourceKind;
      readonly hasVideo: boolean;
      readonly hasAudio: boolean;
    } & OnShow)
  | ({ readonly type: 'rename-source'; readonly sourceId: SourceId; readonly label: string } & OnShow)
  /** Removing what is on air moves programme or microphone to the next source, or to none. */
  | ({ readonly type: 'remove-source'; readonly sourceId: SourceId } & OnShow)
  | ({ readonly type: 'switch-programme'; readonly sourceId: SourceId } & OnShow)
  | ({ readonly type: 'choose-microphone'; readonly sourceId: SourceId } & OnShow);

/** Every way a show command can be refused; each stands in the error table of the protocol. */
export type ShowRejectionCode =
  | 'show-not-found'
  | 'show-exists'
  | 'show-wrong-status'
  | 'show-starts-in-the-past'
  | 'show-reopen-too-late'
  | 'show-archived'
  | 'source-not-found'
  | 'source-exists'
  | 'source-limit-reached'
  | 'source-has-no-video'
  | 'source-has-no-audio'
  | 'programme-unchanged';
