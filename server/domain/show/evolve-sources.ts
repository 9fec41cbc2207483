import type { ShowEvent } from './events.ts';
import type { ShowSource, ShowState } from './state.ts';

type Present = Exclude<ShowState, { readonly status: 'absent' }>;
type SourceEvent = Extract<
  ShowEvent,
  {
    readonly type:
      'source-added' | 'source-renamed' | 'source-removed' | 'programme-switched' | 'microphone-chosen';
  }
>;

/** The state after a change on the stage. */
export function evolveSources(state: Present, event: SourceEvent): ShowState {
  switch (event.type) {
    case 'source-added':
      return { ...state, sources: [...state.sources, sourceOf(event)] };
    case 'source-renamed':
      return {
        ...state,
        sources: state.sources.map((source) =>
          source.sourceId === event.sourceId ? { ...source, label: event.label } : source,
        ),
      };
    case 'source-removed':
      return {
        ...state,
        sources: state.sources.filter((source) => source.sourceId !== event.sourceId),
      };
    case 'programme-switched':
      return { ...state, programmeSourceId: event.sourceId };
    case 'microphone-chosen':
      return { ...state, microphoneSourceId: event.sourceId };
  }
}

function sourceOf(event: Extract<ShowEvent, { readonly type: 'source-added' }>): ShowSource {
  const { sourceId, label, kind, hasVideo, hasAudio, ownerId } = event;
  return { sourceId, label, kind, hasVideo, hasAudio, ownerId };
}
