import type { RecordedEvent } from '#application/ports.ts';
import type { Audience } from '#application/authorise.ts';
import type { ShowEvent, ShowState } from '#domain/show/show.ts';
import type { ShowChannelEvent, ShowView } from '#protocol/views.ts';

/** A show that exists. */
export type PresentShow = Exclude<ShowState, { status: 'absent' }>;

/** Whether the public may see and hear the stage. */
export const isOnAir = (state: ShowState): boolean => state.status === 'live' || state.status === 'paused';

/** The public takes a rehearsal for the wait before the show. */
const statusFor = (state: PresentShow, audience: Audience): ShowView['status'] =>
  state.status === 'rehearsal' && audience === 'public' ? 'scheduled' : state.status;

const liveSinceMs = (state: PresentShow): number | null =>
  state.status === 'live' || state.status === 'paused' || state.status === 'ended' ? state.liveSinceMs : null;

/** The show as an audience may know it now. The public sees sources only as what is on air. */
export const presentShow = (state: PresentShow, hostName: string, audience: Audience): ShowView => {
  const seesStage = audience === 'staff' || isOnAir(state);
  return {
    showId: state.showId,
    title: state.title,
    description: state.description,
    status: statusFor(state, audience),
    hostName,
    startsAtMs: state.startsAtMs,
    liveSinceMs: liveSinceMs(state),
    pausedSinceMs: state.status === 'paused' ? state.pausedSinceMs : null,
    endedAtMs: state.status === 'ended' ? state.endedAtMs : null,
    slate: state.status === 'paused' ? state.slate : null,
    programmeSourceId: seesStage ? state.programmeSourceId : null,
    microphoneSourceId: seesStage ? state.microphoneSourceId : null,
    sources: audience === 'staff' ? state.sources : [],
  };
};

/** What the public never hears of, and what it hears of only while the show is on air. */
const staffEvents: readonly ShowEvent['type'][] = [
  'rehearsal-started',
  'rehearsal-finished',
  'source-added',
  'source-renamed',
  'source-removed',
];
const stageEvents: readonly ShowEvent['type'][] = ['programme-switched', 'microphone-chosen'];

const isShownTo = (event: ShowEvent, state: PresentShow, audience: Audience): boolean =>
  audience === 'staff' ||
  (!staffEvents.includes(event.type) && (isOnAir(state) || !stageEvents.includes(event.type)));

/** `show-went-live` is `show.went-live` on the wire, `source-added` is `show.source-added`. */
const wireType = (event: ShowEvent): ShowChannelEvent['type'] => `show.${event.type.replace(/^show-/, '')}`;

/**
 * Events as an audience sees them, each with the show as it is **now**, so that a replay cannot show what was
 * taken back since. Hidden events are left out; the push that carries the rest still moves the position past them.
 */
export const presentShowEvents = (
  recorded: readonly RecordedEvent<ShowEvent>[],
  state: PresentShow,
  hostName: string,
  audience: Audience,
): readonly ShowChannelEvent[] => {
  const show = presentShow(state, hostName, audience);
  return recorded
    .filter(({ event }) => isShownTo(event, state, audience))
    .map(({ event, atMs }) => ({ type: wireType(event), atMs, show }));
};
