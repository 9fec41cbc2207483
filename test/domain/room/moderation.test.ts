import t from 'tap';
import {
  defaultTimeoutMs,
  maximumBlockedWords,
  maximumBlocksPerPerson,
  maximumReportsPerMessage,
  type RoomCommand,
  type RuleChanges,
} from '#domain/room/room.ts';
import {
  ada,
  asModerator,
  bob,
  briefing,
  by,
  deleted,
  given,
  messageIdOf,
  mod,
  nowMs,
  personIdOf,
  pinned,
  restricted,
  rulingIdOf,
  send,
  sent,
  showId,
  undone,
} from './room-examples.ts';

const moderating = { by: mod, briefing: asModerator };
const remove = (ruling: string, name: string): RoomCommand => ({
  type: 'delete-message',
  showId,
  rulingId: rulingIdOf(ruling),
  messageId: messageIdOf(name),
  reason: '',
});
const removeAll = (ruling: string): RoomCommand => ({
  type: 'delete-messages-of',
  showId,
  rulingId: rulingIdOf(ruling),
  personId: ada,
  reason: '',
});
const restrict = (
  parts: Partial<Extract<RoomCommand, { type: 'restrict-person' }>> = {},
): Extract<RoomCommand, { type: 'restrict-person' }> => ({
  type: 'restrict-person',
  showId,
  rulingId: rulingIdOf('new'),
  personId: ada,
  kind: 'ban',
  durationMs: null,
  removesMessages: false,
  reason: '',
  ...parts,
});
const undo = (ruling: string): RoomCommand => ({
  type: 'undo-ruling',
  showId,
  rulingId: rulingIdOf(ruling),
});
const about = <Type extends 'approve-message' | 'dismiss-reports' | 'unpin-message'>(
  type: Type,
  name: string,
) => ({ type, showId, messageId: messageIdOf(name) });
const report = (name: string): RoomCommand => ({
  type: 'report-message',
  showId,
  messageId: messageIdOf(name),
  reason: 'spam',
});
const reported = (name: string, parts: { reason?: 'spam' } = {}) =>
  ({ type: 'message-reported', messageId: messageIdOf(name), reason: 'spam', ...parts }) as const;
const block = (type: 'block-person' | 'unblock-person', personId = bob) =>
  ({ type, showId, personId }) as const;

t.test('a message is deleted once, under an id that no ruling had', (t) => {
  const room = given(t, by(ada, sent('one')), by(ada, sent('two')), by(mod, deleted('r', ada, 'two')));
  room.when(remove('new', 'one'), moderating).then(deleted('new', ada, 'one'));
  room.when(remove('r', 'one'), moderating).refused('ruling-exists');
  room.when(remove('new', 'two'), moderating).refused('room-unchanged');
  room.when(remove('new', 'gone'), moderating).refused('message-not-found');
  t.end();
});

t.test('all messages of one author go together, those removed before are covered too', (t) => {
  const room = given(
    t,
    by(ada, sent('one')),
    by(bob, sent('other')),
    by(ada, sent('two', { status: 'held' })),
    by(mod, deleted('r', ada, 'one')),
  );
  room.when(removeAll('new'), moderating).then(deleted('new', ada, 'one', 'two'));
  given(t, by(ada, sent('one')), by(mod, deleted('r', ada, 'one')))
    .when(removeAll('new'), moderating)
    .refused('room-unchanged');
  given(t, by(bob, sent('other')))
    .when(removeAll('new'), moderating)
    .refused('room-unchanged');
  t.end();
});

t.test('a person is restricted, with or without the messages; a timeout without a length gets one', (t) => {
  const room = given(t, by(ada, sent('one')), by(bob, sent('other')));
  room.when(restrict(), moderating).then(restricted('new', 'ban', ada));
  room
    .when(restrict({ kind: 'shadow', removesMessages: true }), moderating)
    .then(restricted('new', 'shadow', ada, { messageIds: [messageIdOf('one')] }));
  room
    .when(restrict({ kind: 'timeout', durationMs: 1_000 }), moderating)
    .then(restricted('new', 'timeout', ada, { untilMs: nowMs + 1_000 }));
  room
    .when(restrict({ kind: 'timeout' }), moderating)
    .then(restricted('new', 'timeout', ada, { untilMs: nowMs + defaultTimeoutMs }));
  t.end();
});

t.test('nobody restricts the crew or themselves, nor rules twice under one id', (t) => {
  const room = given(t, by(mod, restricted('r', 'ban', bob)));
  room.when(restrict({ personId: mod }), moderating).refused('person-protected');
  const ofCrew = { by: mod, briefing: briefing({ standing: 'moderator', targetIsCrew: true }) };
  room.when(restrict(), ofCrew).refused('person-protected');
  room.when(restrict({ rulingId: rulingIdOf('r') }), moderating).refused('ruling-exists');
  t.end();
});

t.test('a newer ruling on a person takes the place of the one before', (t) => {
  const room = given(
    t,
    by(mod, restricted('old', 'ban', ada)),
    by(mod, restricted('new', 'timeout', ada, { untilMs: nowMs + 1_000 })),
  );
  t.same(room.state.restrictions.length, 1);
  room.when(send('x'), { by: ada }).refused('person-timed-out', { retryAfterMs: 1_000 });
  room.when(send('x'), { by: ada, nowMs: nowMs + 1_000 }).thenLike({ status: 'shown' });
  t.end();
});

t.test('a ruling is undone once; one that is not there is said to be so', (t) => {
  const room = given(
    t,
    by(mod, restricted('r', 'ban', ada)),
    by(mod, undone('r')),
    by(mod, restricted('s', 'ban', ada)),
  );
  room.when(undo('s'), moderating).then(undone('s'));
  room.when(undo('r'), moderating).refused('ruling-undone');
  room.when(undo('none'), moderating).refused('ruling-not-found');
  t.end();
});

t.test('undoing frees only from the restriction in force', (t) => {
  const past = [by(mod, restricted('old', 'ban', ada)), by(mod, restricted('new', 'ban', ada))];
  given(t, ...past, by(mod, undone('old')))
    .when(send('x'), { by: ada })
    .refused('person-banned');
  given(t, ...past, by(mod, undone('new')))
    .when(send('x'), { by: ada })
    .thenLike({ status: 'shown' });
  t.end();
});

t.test('held and shadowed messages are let through, flagged ones cleared, others are well already', (t) => {
  const room = given(
    t,
    by(ada, sent('held', { status: 'held', flags: ['profanity'] })),
    by(ada, sent('shadowed', { status: 'shadowed' })),
    by(ada, sent('loud', { flags: ['shouting'] })),
    by(ada, sent('fine')),
    by(ada, sent('removed', { status: 'held' })),
    by(mod, deleted('r', ada, 'removed')),
  );
  for (const name of ['held', 'shadowed', 'loud']) {
    room
      .when(about('approve-message', name), moderating)
      .then({ type: 'message-approved', messageId: messageIdOf(name) });
  }
  room.when(about('approve-message', 'fine'), moderating).refused('room-unchanged');
  room.when(about('approve-message', 'removed'), moderating).refused('message-not-found');
  room.when(about('approve-message', 'gone'), moderating).refused('message-not-found');
  t.end();
});

t.test('a message is reported once by each who can read it and may take part', (t) => {
  const past = [by(ada, sent('one')), by(ada, sent('held', { status: 'held' }))];
  const room = given(t, ...past, by(bob, reported('one')));
  room.when(report('one'), { by: mod, briefing: briefing() }).then(reported('one'));
  room.when(report('one'), { by: bob }).refused('already-reported');
  room.when(report('one'), { by: ada }).refused('person-protected');
  room.when(report('held'), { by: bob }).refused('message-not-found');
  room.when(report('gone'), { by: bob }).refused('message-not-found');
  given(t, ...past, by(mod, restricted('r', 'ban', bob)))
    .when(report('one'), { by: bob })
    .refused('person-banned');
  const many = Array.from({ length: maximumReportsPerMessage }, (_, index) =>
    by(personIdOf(`${index}`), reported('one')),
  );
  given(t, ...past, ...many)
    .when(report('one'), { by: bob })
    .refused('room-limit-reached', { limit: maximumReportsPerMessage });
  t.end();
});

t.test('reports are dismissed when there are any', (t) => {
  const room = given(t, by(ada, sent('one')), by(ada, sent('two')), by(bob, reported('one')));
  room
    .when(about('dismiss-reports', 'one'), moderating)
    .then({ type: 'reports-dismissed', messageId: messageIdOf('one') });
  room.when(about('dismiss-reports', 'two'), moderating).refused('room-unchanged');
  room.when(about('dismiss-reports', 'gone'), moderating).refused('message-not-found');
  t.end();
});

t.test('a reader blocks whom he likes, but for the crew and himself, up to a limit', (t) => {
  const room = given(t, by(ada, { type: 'person-blocked', personId: mod }));
  room.when(block('block-person'), { by: ada }).then({ type: 'person-blocked', personId: bob });
  room.when(block('block-person', mod), { by: ada }).refused('room-unchanged');
  room.when(block('block-person', ada), { by: ada }).refused('person-protected');
  room
    .when(block('block-person'), { by: ada, briefing: briefing({ targetIsCrew: true }) })
    .refused('person-protected');
  room.when(block('unblock-person', mod), { by: ada }).then({ type: 'person-unblocked', personId: mod });
  room.when(block('unblock-person', mod), { by: bob }).refused('room-unchanged');
  const many = Array.from({ length: maximumBlocksPerPerson }, (_, index) =>
    by(ada, { type: 'person-blocked', personId: personIdOf(`${index}`) }),
  );
  given(t, ...many)
    .when(block('block-person'), { by: ada })
    .refused('room-limit-reached', { limit: maximumBlocksPerPerson });
  t.end();
});

const setRules = (changes: RuleChanges): RoomCommand => ({ type: 'set-rules', showId, changes });

t.test('a rule is set when it differs, and the event carries all of them', (t) => {
  const room = given(t);
  const { rules } = room.state;
  room.when(setRules({}), moderating).refused('room-unchanged');
  room.when(setRules({ slowModeMs: rules.slowModeMs }), moderating).refused('room-unchanged');
  for (const changes of [{ slowModeMs: 5 }, { access: 'known', allowsLinks: true }] as const) {
    room.when(setRules(changes), moderating).then({ type: 'rules-set', rules: { ...rules, ...changes } });
  }
  t.end();
});

t.test('a change leaves what another moderator set meanwhile', (t) => {
  const { rules } = given(t).state;
  const slow = { ...rules, slowModeMs: 5, blockedWords: ['spam'] };
  const room = given(t, by(mod, { type: 'rules-set', rules: slow }));
  room
    .when(setRules({ allowsLinks: true }), moderating)
    .then({ type: 'rules-set', rules: { ...slow, allowsLinks: true } });
  room
    .when(setRules({ addWords: ['scam', 'scam', 'spam'] }), moderating)
    .then({ type: 'rules-set', rules: { ...slow, blockedWords: ['spam', 'scam'] } });
  room
    .when(setRules({ removeWords: ['spam', 'other'] }), moderating)
    .then({ type: 'rules-set', rules: { ...slow, blockedWords: [] } });
  room.when(setRules({ addWords: ['spam'] }), moderating).refused('room-unchanged');
  room.when(setRules({ removeWords: ['other'] }), moderating).refused('room-unchanged');
  t.end();
});

t.test('the list of blocked words is bounded, and can always be shortened', (t) => {
  const { rules } = given(t).state;
  const blockedWords = Array.from({ length: maximumBlockedWords }, (_, index) => `word-${index}`);
  const full = given(t, by(mod, { type: 'rules-set', rules: { ...rules, blockedWords } }));
  const limit = maximumBlockedWords;
  full.when(setRules({ addWords: ['one-more'] }), moderating).refused('room-limit-reached', { limit });
  full
    .when(setRules({ addWords: ['one-more'], removeWords: ['word-0'] }), moderating)
    .then({ type: 'rules-set', rules: { ...rules, blockedWords: [...blockedWords.slice(1), 'one-more'] } });
  t.end();
});

t.test(
  'at most three messages that everybody sees are pinned; expired and hidden pins take no place',
  (t) => {
    const names = ['a', 'b', 'c', 'd'];
    const pin = (name: string, forMs: number | null = null): RoomCommand => ({
      type: 'pin-message',
      showId,
      messageId: messageIdOf(name),
      forMs,
    });
    const messages = names.map((name) => by(ada, sent(name)));
    const three = ['a', 'b', 'c'].map((name) => by(mod, pinned(name)));
    const full = given(t, ...messages, ...three);
    full.when(pin('d'), moderating).refused('room-limit-reached', { limit: 3 });
    full.when(pin('a'), moderating).refused('room-unchanged');
    full.when(pin('a', 5_000), moderating).then(pinned('a', nowMs + 5_000));
    given(t, ...messages, ...three, by(mod, deleted('r', ada, 'b')))
      .when(pin('d'), moderating)
      .then(pinned('d'));
    given(t, ...messages, ...three.slice(1), by(mod, pinned('a', nowMs)))
      .when(pin('d'), moderating)
      .then(pinned('d'));
    given(t, by(ada, sent('held', { status: 'held' })), by(mod, sent('staff', { audience: 'crew' })))
      .when(pin('held'), moderating)
      .refused('message-not-found');
    given(t, by(mod, sent('staff', { audience: 'crew' })))
      .when(pin('staff'), moderating)
      .refused('message-not-found');
    t.end();
  },
);

t.test('a pin is taken down by hand, or by the timer of just that pin once it is due', (t) => {
  const unpinned = { type: 'message-unpinned', messageId: messageIdOf('a') } as const;
  const room = given(t, by(ada, sent('a')), by(mod, pinned('a', nowMs)));
  const timed = (pinnedUntilMs: number) => ({ ...about('unpin-message', 'a'), pinnedUntilMs });
  room.when(about('unpin-message', 'a'), moderating).then(unpinned);
  room.when(timed(nowMs), moderating).then(unpinned);
  room.when(timed(nowMs), { ...moderating, nowMs: nowMs - 1 }).refused('room-unchanged');
  room.when(timed(nowMs - 500), moderating).refused('room-unchanged');
  given(t).when(about('unpin-message', 'a'), moderating).refused('room-unchanged');
  t.end();
});
