import type { PersonId, ShowId, SourceId } from '../ids.ts';
import type { Slate, SourceKind } from './events.ts';

/** Ten minutes: long enough to notice a wrong tap, too short to bring back last week's show. */
export const reopenWindowMs = 10 * 60_000;
/** More sources than a stage of this kind ever had; bounds the state and the studio page. */
export const maximumSources = 12;

export interface ShowSource {
  readonly sourceId: SourceId;
  readonly label: string;
  readonly kind: SourceKind;
  readonly hasVideo: boolean;
  readonly hasAudio: boolean;
  readonly ownerId: PersonId;
}

/** What every show has from its creation on. */
export interface ShowFacts {
  readonly showId: ShowId;
  readonly title: string;
  readonly description: string;
  readonly hostId: PersonId;
  readonly startsAtMs: number | null;
  readonly sources: readonly ShowSource[];
  /** The picture on air. */
  readonly programmeSourceId: SourceId | null;
  /** The sound on air. */
  readonly microphoneSourceId: SourceId | null;
}

/** Life cycle: draft or scheduled -> (rehearsal) -> live <-> paused -> ended -> archived. */
export type ShowState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'draft' } & ShowFacts)
  | ({ readonly status: 'scheduled'; readonly startsAtMs: number } & ShowFacts)
  | ({ readonly status: 'rehearsal' } & ShowFacts)
  | ({ readonly status: 'live'; readonly liveSinceMs: number } & ShowFacts)
  | ({
      readonly status: 'paused';
      readonly liveSinceMs: number;
      readonly pausedSinceMs: number;
      readonly slate: Slate;
    } & ShowFacts)
  | ({ readonly status: 'ended'; readonly liveSinceMs: number; readonly endedAtMs: number } & ShowFacts)
  | ({ readonly status: 'archived' } & ShowFacts);

export type ShowStatus = ShowState['status'];

export const initialShowState: ShowState = { status: 'absent' };
