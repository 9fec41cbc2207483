import { accepted, assertNever, rejected, type Decision, type DecisionContext } from '../decision.ts';
import type { PersonId, SourceId } from '../ids.ts';
import type { ShowCommand, ShowRejectionCode } from './commands.ts';
import type { ShowEvent } from './events.ts';
import { maximumSources, type ShowFacts, type ShowSource, type ShowState } from './state.ts';
import { wrongStatus } from './wrong-status.ts';

type Outcome = Decision<ShowEvent, ShowRejectionCode>;
type SourceCommand = Extract<ShowCommand, { readonly sourceId: SourceId }>;
type AddSource = Extract<ShowCommand, { readonly type: 'add-source' }>;

/** What hangs on the stage and what of it is on air. Sources come and go from the draft on until the end. */
export function decideSources(
  command: SourceCommand,
  state: ShowState,
  context: DecisionContext<PersonId>,
): Outcome {
  if (state.status === 'absent' || state.status === 'ended' || state.status === 'archived') {
    return wrongStatus(state);
  }
  if (command.type === 'add-source') return add(command, state, context.actor);
  const source = state.sources.find((candidate) => candidate.sourceId === command.sourceId);
  if (!source) return rejected('source-not-found');
  switch (command.type) {
    case 'rename-source':
      return accepted({ type: 'source-renamed', sourceId: source.sourceId, label: command.label });
    case 'remove-source':
      return remove(source, state);
    case 'switch-programme':
      return switchProgramme(source, state);
    case 'choose-microphone':
      return chooseMicrophone(source, state);
    default:
      return assertNever(command);
  }
}

function add(command: AddSource, show: ShowFacts, ownerId: PersonId): Outcome {
  const { sourceId, label, kind, hasVideo, hasAudio } = command;
  if (show.sources.some((source) => source.sourceId === sourceId)) return rejected('source-exists');
  if (show.sources.length >= maximumSources) {
    return rejected('source-limit-reached', { limit: maximumSources });
  }
  const events: ShowEvent[] = [{ type: 'source-added', sourceId, label, kind, hasVideo, hasAudio, ownerId }];
  if (hasVideo && show.programmeSourceId === null) events.push({ type: 'programme-switched', sourceId });
  if (hasAudio && show.microphoneSourceId === null) events.push({ type: 'microphone-chosen', sourceId });
  return accepted(...events);
}

/** Programme and microphone move before the source goes, so that what is on air exists at every single event. */
function remove(source: ShowSource, show: ShowFacts): Outcome {
  const { sourceId } = source;
  const events: ShowEvent[] = [];
  if (show.programmeSourceId === sourceId) {
    const next = nextSource(source, show, (candidate) => candidate.hasVideo);
    events.push({ type: 'programme-switched', sourceId: next });
  }
  if (show.microphoneSourceId === sourceId) {
    const next = nextSource(source, show, (candidate) => candidate.hasAudio);
    events.push({ type: 'microphone-chosen', sourceId: next });
  }
  return accepted(...events, { type: 'source-removed', sourceId });
}

/** The next suitable source in the order of the stage, from the start again after the last. */
function nextSource(
  gone: ShowSource,
  show: ShowFacts,
  suits: (candidate: ShowSource) => boolean,
): SourceId | null {
  const index = show.sources.indexOf(gone);
  const others = [...show.sources.slice(index + 1), ...show.sources.slice(0, index)];
  return others.find(suits)?.sourceId ?? null;
}

function switchProgramme({ sourceId, hasVideo }: ShowSource, show: ShowFacts): Outcome {
  if (!hasVideo) return rejected('source-has-no-video');
  if (show.programmeSourceId === sourceId) return rejected('programme-unchanged');
  return accepted({ type: 'programme-switched', sourceId });
}

function chooseMicrophone({ sourceId, hasAudio }: ShowSource, show: ShowFacts): Outcome {
  if (!hasAudio) return rejected('source-has-no-audio');
  if (show.microphoneSourceId === sourceId) return rejected('programme-unchanged');
  return accepted({ type: 'microphone-chosen', sourceId });
}
