import type { ShowEvent } from './events.ts';
import type { ShowFacts, ShowState } from './state.ts';

type SourceEventType =
  'source-added' | 'source-renamed' | 'source-removed' | 'programme-switched' | 'microphone-chosen';
type LifeCycleEvent = Exclude<ShowEvent, { readonly type: SourceEventType }>;

/** The state after an event of the life cycle at `atMs`; the same state when the event does not fit. */
export function evolveLifeCycle(state: ShowState, event: LifeCycleEvent, atMs: number): ShowState {
  if (event.type === 'show-created') return state.status === 'absent' ? created(event) : state;
  if (state.status === 'absent') return state;
  if (event.type === 'show-edited') {
    return { ...state, title: event.title, description: event.description };
  }
  return moved(state, event, atMs);
}

function created(event: Extract<ShowEvent, { readonly type: 'show-created' }>): ShowState {
  const { showId, title, description, hostId } = event;
  const nothingOnAir = { sources: [], programmeSourceId: null, microphoneSourceId: null };
  return { status: 'draft', showId, title, description, hostId, startsAtMs: null, ...nothingOnAir };
}

type Present = Exclude<ShowState, { readonly status: 'absent' }>;
type Movement = Exclude<LifeCycleEvent, { readonly type: 'show-created' | 'show-edited' }>;

function moved(state: Present, event: Movement, atMs: number): ShowState {
  const facts = factsOf(state);
  switch (event.type) {
    case 'show-scheduled':
      return { ...facts, status: 'scheduled', startsAtMs: event.startsAtMs };
    case 'rehearsal-started':
      return { ...facts, status: 'rehearsal' };
    case 'rehearsal-finished':
      return facts.startsAtMs === null
        ? { ...facts, status: 'draft' }
        : { ...facts, status: 'scheduled', startsAtMs: facts.startsAtMs };
    case 'show-went-live':
      return { ...facts, status: 'live', liveSinceMs: atMs };
    case 'show-archived':
      return { ...facts, status: 'archived' };
    case 'show-paused':
    case 'show-resumed':
    case 'show-ended':
    case 'show-reopened':
      return 'liveSinceMs' in state ? movedOnAir(facts, state.liveSinceMs, event, atMs) : state;
  }
}

function movedOnAir(
  facts: ShowFacts,
  liveSinceMs: number,
  event: Extract<
    Movement,
    { readonly type: 'show-paused' | 'show-resumed' | 'show-ended' | 'show-reopened' }
  >,
  atMs: number,
): ShowState {
  switch (event.type) {
    case 'show-paused':
      return { ...facts, status: 'paused', liveSinceMs, pausedSinceMs: atMs, slate: event.slate };
    case 'show-resumed':
      return { ...facts, status: 'live', liveSinceMs };
    case 'show-ended':
      return { ...facts, status: 'ended', liveSinceMs, endedAtMs: atMs };
    case 'show-reopened':
      return {
        ...facts,
        status: 'paused',
        liveSinceMs,
        pausedSinceMs: atMs,
        slate: { kind: 'standard' },
      };
  }
}

/** What stays through every change of status; the fields of the old status are left behind. */
function factsOf(state: Present): ShowFacts {
  const { showId, title, description, hostId, startsAtMs } = state;
  const { sources, programmeSourceId, microphoneSourceId } = state;
  return {
    showId,
    title,
    description,
    hostId,
    startsAtMs,
    sources,
    programmeSourceId,
    microphoneSourceId,
  };
}
