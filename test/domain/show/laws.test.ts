import t, { type Test } from 'tap';
import fc from 'fast-check';
import {
  decideShow,
  evolveShow,
  initialShowState,
  maximumSources,
  type ShowCommand,
  type ShowEvent,
  type ShowState,
} from '#domain/show/show.ts';
import { hostId, showId, sourceIdOf } from './show-examples.ts';

const startMs = 1_000_000_000_000;
const text = fc.string({ maxLength: 12 });
// More ids than a stage holds, so that the limit is reached too.
const sourceId = fc.integer({ min: 0, max: maximumSources + 2 }).map((index) => sourceIdOf(`${index}`));
const plain = (
  ...types: ('start-rehearsal' | 'finish-rehearsal' | 'go-live' | 'resume-show' | 'end-show')[]
) => types.map((type) => fc.constant<ShowCommand>({ type, showId }));

const command: fc.Arbitrary<ShowCommand> = fc.oneof(
  fc.record({
    type: fc.constant('create-show' as const),
    showId: fc.constant(showId),
    title: text,
    description: text,
  }),
  fc.record({
    type: fc.constant('edit-show' as const),
    showId: fc.constant(showId),
    title: text,
    description: text,
  }),
  fc.integer({ min: -5_000, max: 500_000 }).map((offsetMs) => ({
    type: 'schedule-show' as const,
    showId,
    startsAtMs: startMs + offsetMs,
  })),
  ...plain('start-rehearsal', 'finish-rehearsal', 'go-live', 'resume-show', 'end-show'),
  fc.constant<ShowCommand>({ type: 'pause-show', showId, slate: { kind: 'standard' } }),
  fc.constant<ShowCommand>({ type: 'reopen-show', showId }),
  // Rare, because nothing follows it.
  { arbitrary: fc.constant<ShowCommand>({ type: 'archive-show', showId }), weight: 1 },
  {
    arbitrary: fc.record({
      type: fc.constant('add-source' as const),
      showId: fc.constant(showId),
      sourceId,
      label: text,
      kind: fc.constantFrom('camera' as const, 'phone' as const, 'screen' as const, 'clip' as const),
      hasVideo: fc.boolean(),
      hasAudio: fc.boolean(),
    }),
    weight: 8,
  },
  fc.record({
    type: fc.constant('rename-source' as const),
    showId: fc.constant(showId),
    sourceId,
    label: text,
  }),
  ...(['remove-source', 'switch-programme', 'choose-microphone'] as const).map((type) =>
    sourceId.map((id): ShowCommand => ({ type, showId, sourceId: id })),
  ),
);
const steps = fc.array(fc.record({ command, laterMs: fc.integer({ min: 0, max: 400_000 }) }), {
  maxLength: 80,
});

interface Lived {
  readonly state: ShowState;
  readonly history: readonly { event: ShowEvent; atMs: number; actorId: typeof hostId }[];
}

/** Lives through the commands; calls `check` with the state before and after every single event. */
function live(
  sequence: readonly { command: ShowCommand; laterMs: number }[],
  check: (before: ShowState, event: ShowEvent, after: ShowState) => void,
): Lived {
  let state = initialShowState;
  let nowMs = startMs;
  const history: Lived['history'][number][] = [];
  for (const step of sequence) {
    nowMs += step.laterMs;
    const decision = decideShow(step.command, state, { nowMs, actor: hostId });
    if (decision.outcome === 'rejected') continue;
    for (const event of decision.events) {
      const occurrence = { event, atMs: nowMs, actorId: hostId };
      const after = evolveShow(state, occurrence);
      check(state, event, after);
      state = after;
      history.push(occurrence);
    }
  }
  return { state, history };
}

function assertLaw(t: Test, property: fc.IProperty<unknown>): void {
  // fast-check prints seed and path of a failure; FC_SEED repeats it.
  const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
  t.doesNotThrow(() => {
    fc.assert(property, { numRuns: 400, seed, verbose: 1 });
  });
}

t.test('replaying the events gives the state that was lived', async (t) => {
  assertLaw(
    t,
    fc.property(steps, (sequence) => {
      const { state, history } = live(sequence, () => undefined);
      const stored: Lived['history'] = JSON.parse(JSON.stringify(history));
      const replayed = stored.reduce(evolveShow, initialShowState);
      return JSON.stringify(replayed) === JSON.stringify(state);
    }),
  );
});

t.test('every decided event changes the state, so none is decided in a status it does not fit', async (t) => {
  assertLaw(
    t,
    fc.property(steps, (sequence) => {
      live(sequence, (before, event, after) => {
        if (before === after) throw new Error(`${event.type} in ${before.status}`);
        if (before.status === 'archived') throw new Error('an archived show changed');
      });
    }),
  );
});

t.test('what is on air exists and suits at every event, and the stage never overflows', async (t) => {
  assertLaw(
    t,
    fc.property(steps, (sequence) => {
      live(sequence, (_before, event, after) => {
        if (after.status === 'absent') throw new Error(event.type);
        const { sources, programmeSourceId, microphoneSourceId } = after;
        if (sources.length > maximumSources) throw new Error('too many sources');
        const has = (id: string | null, suits: (source: (typeof sources)[number]) => boolean) =>
          id === null || sources.some((source) => source.sourceId === id && suits(source));
        if (!has(programmeSourceId, (source) => source.hasVideo)) throw new Error('programme');
        if (!has(microphoneSourceId, (source) => source.hasAudio)) throw new Error('microphone');
      });
    }),
  );
});

t.test('any events in any order never make evolve throw, events of a later version included', async (t) => {
  const { history } = live(fc.sample(steps, { numRuns: 1, seed: 7 })[0] ?? [], () => undefined);
  const anything = fc.oneof(
    fc.constantFrom<unknown>(...history.map(({ event }) => event), { type: 'show-sparkled' }),
    fc.constantFrom<unknown>({ type: 'show-ended' }, { type: 'show-reopened' }, { type: 'show-archived' }),
    sourceId.map((id) => ({ type: 'source-removed', sourceId: id })),
  );
  assertLaw(
    t,
    fc.property(fc.array(anything, { maxLength: 40 }), (events) => {
      // The law is about events that do not fit, which the type rules out.
      const state = (events as ShowEvent[]).reduce<ShowState>(
        (before, event) => evolveShow(before, { event, atMs: startMs, actorId: hostId }),
        initialShowState,
      );
      return typeof state.status === 'string';
    }),
  );
});
