import t, { type Test } from 'tap';
import fc from 'fast-check';
import {
  decideRoom,
  evolveRoom,
  flood,
  initialRoomState,
  isPublic,
  maximumMessages,
  maximumPins,
  maximumRecentWriters,
  maximumRulings,
  messageById,
  pinsInForce,
  publicMessages,
  restrictionOf,
  type RoomCommand,
  type RoomEvent,
  type RoomState,
} from '#domain/room/room.ts';
import type { PersonId } from '#domain/ids.ts';
import {
  ada,
  bob,
  briefing,
  by,
  messageIdOf,
  mod,
  personIdOf,
  restricted,
  rulingIdOf,
  send,
  sent,
  showId,
  undone,
  type Happening,
} from './room-examples.ts';

const startMs = 1_000_000_000;
const people: readonly PersonId[] = [ada, bob, personIdOf('eve')];
const person = fc.constantFrom(...people);
const name = fc.integer({ min: 0, max: 12 }).map(String);
const ruling = fc.integer({ min: 0, max: 12 }).map((index) => rulingIdOf(`${index}`));
const message = name.map(messageIdOf);
const duration = fc.option(fc.integer({ min: 1, max: 30_000 }));
const reason = '';

interface Step {
  readonly command: RoomCommand;
  readonly actor: PersonId;
  readonly isModerator: boolean;
  readonly laterMs: number;
}

const fromPublic: fc.Arbitrary<RoomCommand> = fc.oneof(
  { arbitrary: name.map((one) => send(one, { text: one })), weight: 6 },
  message.map((messageId) => ({
    type: 'report-message' as const,
    showId,
    messageId,
    reason: 'spam' as const,
  })),
  person.map((personId) => ({ type: 'block-person' as const, showId, personId })),
);
const fromModerator: fc.Arbitrary<RoomCommand> = fc.oneof(
  fc.record({ rulingId: ruling, messageId: message }).map((ids) => ({
    type: 'delete-message' as const,
    showId,
    reason,
    ...ids,
  })),
  fc.record({ rulingId: ruling, personId: person }).map((ids) => ({
    type: 'delete-messages-of' as const,
    showId,
    reason,
    ...ids,
  })),
  fc
    .record({
      rulingId: ruling,
      personId: person,
      kind: fc.constantFrom('ban' as const, 'timeout' as const, 'shadow' as const),
      durationMs: duration,
      removesMessages: fc.boolean(),
    })
    .map((parts) => ({ type: 'restrict-person' as const, showId, reason, ...parts })),
  { arbitrary: ruling.map((rulingId) => ({ type: 'undo-ruling' as const, showId, rulingId })), weight: 3 },
  fc.record({ messageId: message, forMs: duration }).map((parts) => ({
    type: 'pin-message' as const,
    showId,
    ...parts,
  })),
  message.map((messageId) => ({ type: 'unpin-message' as const, showId, messageId })),
  message.map((messageId) => ({ type: 'approve-message' as const, showId, messageId })),
  message.map((messageId) => ({ type: 'dismiss-reports' as const, showId, messageId })),
  name.map((one) => ({
    type: 'announce' as const,
    showId,
    messageId: messageIdOf(one),
    text: one,
    pinnedForMs: 5_000,
  })),
);
const laterMs = fc.integer({ min: 0, max: 8_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ command: fromPublic, actor: person, isModerator: fc.constant(false), laterMs }),
  fc.record({ command: fromModerator, actor: fc.constant(mod), isModerator: fc.constant(true), laterMs }),
);
// Long ones: short lives rule too little.
const steps = fc.array(step, { maxLength: 80, size: 'max' });

interface Moment {
  readonly before: RoomState;
  readonly happening: Happening;
  readonly after: RoomState;
}

/** Lives through the commands; `check` sees every single event. A text is flagged when its name ends in 7. */
function live(sequence: readonly Step[], check: (moment: Moment) => void): readonly Happening[] {
  let state = initialRoomState;
  let nowMs = startMs;
  const history: Happening[] = [];
  for (const { command, actor, isModerator, laterMs: later } of sequence) {
    nowMs += later;
    const text = 'text' in command ? command.text : '';
    const flags = text.endsWith('7') ? (['profanity'] as const) : [];
    const screening = { text, flags, textDigest: text };
    const standing = isModerator ? 'moderator' : 'public';
    const context = { nowMs, actor, briefing: briefing({ standing, screening }) };
    const decision = decideRoom(command, state, context);
    if (decision.outcome === 'rejected') continue;
    for (const event of decision.events) {
      const happening = by(actor, event, nowMs);
      const after = evolveRoom(state, happening);
      check({ before: state, happening, after });
      state = after;
      history.push(happening);
    }
  }
  return history;
}

function assertLaw(t: Test, property: fc.IProperty<unknown>): void {
  // fast-check prints seed and path of a failure; FC_SEED repeats it.
  const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
  t.doesNotThrow(() => {
    fc.assert(property, { numRuns: 300, seed, verbose: 1 });
  });
}

const demand = (holds: boolean, law: string): void => {
  if (!holds) throw new Error(law);
};

t.test('replaying the events gives the room that was lived', async (t) => {
  assertLaw(
    t,
    fc.property(steps, (sequence) => {
      let lived = initialRoomState;
      const history = live(sequence, ({ after }) => (lived = after));
      const stored: Happening[] = JSON.parse(JSON.stringify(history));
      const replayed = stored.reduce(evolveRoom, initialRoomState);
      return JSON.stringify(replayed) === JSON.stringify(lived);
    }),
  );
});

t.test('nobody sees what a ruling in force removed, nor its pin', async (t) => {
  assertLaw(
    t,
    fc.property(steps, (sequence) => {
      live(sequence, ({ after, happening: { atMs } }) => {
        const removed = new Set(after.rulings.flatMap((one) => (one.undone === null ? one.messageIds : [])));
        const seen = [...publicMessages(after), ...pinsInForce(after, atMs).map((pin) => pin.message)];
        demand(!seen.some(({ messageId }) => removed.has(messageId)), 'a removed message is seen');
        const isRemoved = after.messages.filter(({ status }) => status === 'removed');
        demand(
          isRemoved.every(({ messageId, rulingId }) => removed.has(messageId) && rulingId !== null),
          'a message is removed without a ruling',
        );
      });
    }),
  );
});

t.test('a ruling and its undoing, one after the other, leave every message as it was', async (t) => {
  assertLaw(
    t,
    fc.property(steps, fc.subarray([...Array(13).keys()]), (sequence, names) => {
      let room = initialRoomState;
      live(sequence, ({ after }) => (room = after));
      const messageIds = names.map((index) => messageIdOf(`${index}`));
      const ruled = evolveRoom(room, by(mod, restricted('fresh', 'ban', ada, { messageIds }), startMs));
      const back = evolveRoom(ruled, by(mod, undone('fresh'), startMs));
      return JSON.stringify(back.messages) === JSON.stringify(room.messages);
    }),
  );
});

t.test('whoever is restricted writes nothing that is shown, and nobody floods', async (t) => {
  assertLaw(
    t,
    fc.property(steps, (sequence) => {
      const times = new Map<PersonId, number[]>();
      live(sequence, ({ before, happening: { event, actorId, atMs } }) => {
        if (event.type !== 'message-sent' || event.isCrew) return;
        const restriction = restrictionOf(before, actorId, atMs);
        demand(restriction === undefined || event.status === 'shadowed', 'a restricted person is shown');
        demand(restriction?.kind !== 'ban' && restriction?.kind !== 'timeout', 'a barred person writes');
        const own = [...(times.get(actorId) ?? []), atMs];
        times.set(actorId, own);
        const [first = 0] = own.slice(-flood.messages - 1);
        demand(own.length <= flood.messages || atMs - first > flood.withinMs, 'a flood');
      });
    }),
  );
});

t.test('what a filter held is shown by a moderator only', async (t) => {
  assertLaw(
    t,
    fc.property(steps, (sequence) => {
      live(sequence, ({ before, happening: { event, actorId }, after }) => {
        for (const message of before.messages.filter(({ status }) => status === 'held')) {
          const now = messageById(after, message.messageId);
          demand(!now || !isPublic(now) || event.type === 'message-approved', 'a held message is shown');
          demand(!now || now.status === 'held' || actorId === mod, 'somebody else changed it');
        }
      });
    }),
  );
});

const anyEvent: fc.Arbitrary<unknown> = fc.oneof(
  fc
    .record({ one: name, flag: fc.boolean(), crew: fc.boolean() })
    .map(({ one, flag, crew }) =>
      sent(one, { status: flag ? 'held' : 'shown', isCrew: crew, audience: crew ? 'crew' : 'room' }),
    ),
  fc
    .record({ rulingId: ruling, personId: person, messageIds: fc.array(message, { maxLength: 5 }) })
    .map((parts) => ({ type: 'messages-deleted', kind: 'delete-messages', reason, ...parts })),
  fc
    .record({ rulingId: ruling, personId: person, untilMs: duration, kind: fc.constantFrom('ban', 'shadow') })
    .map((parts) => ({ type: 'person-restricted', messageIds: [], reason, ...parts })),
  ruling.map((rulingId) => ({ type: 'ruling-undone', rulingId })),
  fc.record({ messageId: message, untilMs: duration }).map((parts) => ({ type: 'message-pinned', ...parts })),
  message.map((messageId) => ({ type: 'message-unpinned', messageId })),
  message.map((messageId) => ({ type: 'message-approved', messageId })),
  message.map((messageId) => ({ type: 'message-reported', messageId, reason: 'spam' })),
  person.map((personId) => ({ type: 'person-unblocked', personId })),
  fc.constant({ type: 'room-sparkled' }),
);

t.test('any events in any order are counted and never make evolve throw', async (t) => {
  assertLaw(
    t,
    fc.property(fc.array(fc.tuple(anyEvent, person), { maxLength: 80 }), (events) => {
      const state = events.reduce<RoomState>(
        // The law is about events that do not fit, which the type rules out.
        (room, [event, actorId]) => evolveRoom(room, by(actorId, event as RoomEvent, startMs)),
        initialRoomState,
      );
      demand(state.version === events.length, 'an event is not counted');
      demand(state.pins.length <= maximumPins, 'too many pins');
      const ids = state.messages.map(({ messageId }) => messageId);
      demand(new Set(ids).size === ids.length, 'two messages of one id');
      return true;
    }),
  );
});

t.test('every list of a room is bounded, and restrictions in force outlive the audit trail', (t) => {
  let state = evolveRoom(initialRoomState, by(mod, restricted('first', 'ban', bob)));
  const count = maximumRecentWriters + 100;
  for (let index = 0; index < count; index += 1) {
    const writer = personIdOf(`${index}`);
    state = evolveRoom(state, by(writer, sent(`${index}`), index));
    if (index > maximumRulings + 100) continue;
    const own = restricted(`${index}`, 'timeout', writer, { untilMs: index });
    state = evolveRoom(state, by(mod, own, index));
  }
  t.equal(state.messages.length, maximumMessages);
  t.equal(state.recentWriters.length, maximumRecentWriters);
  t.equal(state.recentWriters.at(-1)?.personId, personIdOf(`${count - 1}`));
  t.equal(state.rulings.length, maximumRulings);
  t.notOk(state.rulings.some(({ rulingId }) => rulingId === 'ruling-first'));
  t.equal(restrictionOf(state, bob, startMs)?.kind, 'ban');
  t.equal(state.restrictions.length, 2, 'what is over makes room');
  const undo = { type: 'undo-ruling', showId, rulingId: rulingIdOf('first') } as const;
  const moderating = { nowMs: startMs, actor: mod, briefing: briefing({ standing: 'moderator' }) };
  t.match(decideRoom(undo, state, moderating), { outcome: 'accepted' });
  const free = evolveRoom(state, by(mod, undone('first')));
  t.equal(restrictionOf(free, bob, startMs), undefined);
  t.end();
});
