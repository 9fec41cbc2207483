import t from 'tap';
import type { Flag } from '#domain/room/room.ts';
import {
  ada,
  asModerator,
  bob,
  briefing,
  by,
  given,
  messageIdOf,
  mod,
  nowMs,
  personIdOf,
  pinned,
  restricted,
  rules,
  send,
  sent,
  showId,
} from './room-examples.ts';

const screened = (...flags: readonly Flag[]) =>
  briefing({ screening: { text: 'hello', flags, textDigest: 'digest' } });

t.test('a message is kept as the screening left it, with its mentions once each', (t) => {
  given(t, by(bob, sent('before')))
    .when(send('new', { text: '  raw  ', replyToId: messageIdOf('before'), mentionIds: [bob, bob, mod] }), {
      by: ada,
      briefing: briefing({ text: 'raw' }),
    })
    .then(
      sent('new', {
        text: 'raw',
        textDigest: 'digest of raw',
        replyToId: messageIdOf('before'),
        mentionIds: [bob, mod],
      }),
    );
  t.end();
});

t.test(
  'a message keeps who of its author and its mentions moderates, whatever becomes of their sessions',
  (t) => {
    const toBoth = send('new', { mentionIds: [bob, mod] });
    const mentioned = { mentionedModeratorIds: [mod] };
    given(t)
      .when(toBoth, { by: ada, briefing: briefing(mentioned) })
      .thenLike({ isCrew: false, moderatorIds: [mod] });
    for (const by of [ada, mod]) {
      given(t)
        .when(toBoth, { by, briefing: briefing({ standing: 'moderator', ...mentioned }) })
        .thenLike({ isCrew: true, moderatorIds: [...new Set([by, mod])] });
    }
    given(t)
      .when(send('new', { mentionIds: [bob] }), { by: mod, briefing: briefing({ standing: 'crew' }) })
      .then(sent('new', { text: 'hello', textDigest: 'digest of hello', isCrew: true, mentionIds: [bob] }));
    t.end();
  },
);

t.test('a message that says nothing, or has the id of another, is refused', (t) => {
  const room = given(t, by(bob, sent('there')));
  room.when(send('there'), { by: ada }).refused('message-exists');
  room.when(send('new'), { by: ada, briefing: briefing({ text: '' }) }).refused('message-empty');
  room.when(send('new'), { by: ada, briefing: briefing({ screening: null }) }).refused('message-empty');
  t.end();
});

t.test('an answer to a message that its writer cannot read stands by itself', (t) => {
  const room = given(
    t,
    by(bob, sent('held', { status: 'held' })),
    by(mod, sent('secret', { audience: 'crew', isCrew: true })),
  );
  for (const target of ['held', 'secret', 'gone']) {
    room.when(send('new', { replyToId: messageIdOf(target) }), { by: ada }).thenLike({ replyToId: null });
  }
  room
    .when(send('new', { replyToId: messageIdOf('held') }), { by: bob })
    .thenLike({ replyToId: messageIdOf('held') });
  t.end();
});

t.test('what the crew answers to a staff-only message stays among the staff', (t) => {
  given(t, by(mod, sent('secret', { audience: 'crew', isCrew: true })))
    .when(send('new', { replyToId: messageIdOf('secret') }), {
      by: ada,
      briefing: briefing({ standing: 'crew' }),
    })
    .thenLike({ audience: 'crew', isCrew: true, replyToId: messageIdOf('secret') });
  t.end();
});

t.test('the public cannot write to the staff alone', (t) => {
  given(t)
    .when(send('new', { audience: 'crew' }), { by: ada })
    .refused('room-access-refused', { access: 'crew' });
  t.end();
});

t.test('who may write is as the rules say: everybody, whoever came by a link, or the crew', (t) => {
  const known = briefing({ isKnown: true });
  given(t, by(mod, rules({ access: 'known' })))
    .when(send('new'), { by: ada })
    .refused('room-access-refused', { access: 'known' });
  given(t, by(mod, rules({ access: 'known' })))
    .when(send('new'), { by: ada, briefing: known })
    .thenLike({ status: 'shown' });
  given(t, by(mod, rules({ access: 'crew' })))
    .when(send('new'), { by: ada, briefing: known })
    .refused('room-access-refused', { access: 'crew' });
  t.end();
});

t.test('a newcomer waits as long as the rules say', (t) => {
  const room = given(t, by(mod, rules({ newcomerWaitMs: 60_000 })));
  room
    .when(send('new'), { by: ada, briefing: briefing({ sinceMs: nowMs - 59_999 }) })
    .refused('room-access-refused', { access: 'everyone', retryAfterMs: 1 });
  room
    .when(send('new'), { by: ada, briefing: briefing({ sinceMs: nowMs - 60_000 }) })
    .thenLike({ status: 'shown' });
  t.end();
});

t.test('three messages within two seconds silence their writer for ten', (t) => {
  const at = (...times: readonly number[]) =>
    given(t, ...times.map((atMs, index) => by(ada, sent(`${index}`), atMs)));
  at(0, 1_000, 2_000)
    .when(send('new'), { by: ada, nowMs: 11_999 })
    .refused('flood-blocked', { retryAfterMs: 1 });
  at(0, 1_000, 2_000).when(send('new'), { by: ada, nowMs: 12_000 }).thenLike({ status: 'shown' });
  at(0, 1_000, 2_001).when(send('new'), { by: ada, nowMs: 2_002 }).thenLike({ status: 'shown' });
  at(0, 1_000, 2_000).when(send('new'), { by: bob, nowMs: 2_001 }).thenLike({ status: 'shown' });
  t.end();
});

t.test('slow mode counts from the last message, whatever became of it', (t) => {
  const room = given(
    t,
    by(mod, rules({ slowModeMs: 30_000 })),
    by(ada, sent('one', { status: 'held' }), nowMs - 29_000),
  );
  room.when(send('two'), { by: ada }).refused('slow-mode', { retryAfterMs: 1_000 });
  room.when(send('two'), { by: ada, nowMs: nowMs + 1_000 }).thenLike({ status: 'shown' });
  t.end();
});

t.test('the same again within half a minute is refused, something else or later is not', (t) => {
  const room = given(t, by(ada, sent('one', { textDigest: 'digest of hello' }), nowMs - 29_999));
  room.when(send('two'), { by: ada }).refused('message-repeated');
  room.when(send('two'), { by: ada, nowMs: nowMs + 1 }).thenLike({ status: 'shown' });
  room.when(send('two'), { by: ada, briefing: briefing({ text: 'other' }) }).thenLike({ status: 'shown' });
  t.end();
});

t.test('links are from the crew alone unless the rules allow them, and then they are no fault', (t) => {
  given(t)
    .when(send('new'), { by: ada, briefing: screened('link') })
    .refused('links-refused');
  given(t, by(mod, rules({ allowsLinks: true })))
    .when(send('new'), { by: ada, briefing: screened('link') })
    .thenLike({ status: 'shown', flags: [] });
  t.end();
});

t.test('what a filter objects to is held or refused as the rules say; shouting is shown and marked', (t) => {
  const strict = [by(mod, rules({ filterAction: 'refuse' }))];
  for (const flag of ['profanity', 'blocked-word'] as const) {
    const circumstances = { by: ada, briefing: screened(flag, 'shouting') };
    given(t)
      .when(send('new'), circumstances)
      .thenLike({ status: 'held', flags: [flag, 'shouting'] });
    given(t, ...strict)
      .when(send('new'), circumstances)
      .refused('message-refused', { flag });
  }
  given(t, ...strict)
    .when(send('new'), { by: ada, briefing: screened('shouting') })
    .thenLike({ status: 'shown', flags: ['shouting'] });
  t.end();
});

t.test('bans and timeouts silence for as long as they last', (t) => {
  const until = (kind: 'ban' | 'timeout', untilMs: number | null) =>
    given(t, by(mod, restricted('r', kind, ada, { untilMs })));
  until('ban', null).when(send('new'), { by: ada }).refused('person-banned');
  until('ban', nowMs + 5)
    .when(send('new'), { by: ada })
    .refused('person-banned', { retryAfterMs: 5 });
  until('timeout', nowMs + 5)
    .when(send('new'), { by: ada })
    .refused('person-timed-out', { retryAfterMs: 5 });
  until('timeout', nowMs).when(send('new'), { by: ada }).thenLike({ status: 'shown' });
  until('ban', null).when(send('new'), { by: bob }).thenLike({ status: 'shown' });
  t.end();
});

t.test('whoever is shadow-banned writes for himself and the crew, flagged or not', (t) => {
  const room = given(t, by(mod, restricted('r', 'shadow', ada)));
  room.when(send('new'), { by: ada }).thenLike({ status: 'shadowed' });
  room.when(send('new'), { by: ada, briefing: screened('profanity') }).thenLike({ status: 'shadowed' });
  t.end();
});

t.test('crew and moderators are never throttled, filtered, kept out or restricted', (t) => {
  const past = [
    by(mod, rules({ access: 'crew', slowModeMs: 60_000, newcomerWaitMs: 60_000, filterAction: 'refuse' })),
    by(ada, sent('1'), nowMs),
    by(ada, sent('2'), nowMs),
    by(ada, sent('3', { textDigest: 'digest' }), nowMs),
    by(mod, restricted('r', 'ban', ada)),
  ];
  for (const standing of ['crew', 'moderator'] as const) {
    const screening = { text: 'hello', flags: ['profanity', 'link'] as const, textDigest: 'digest' };
    given(t, ...past)
      .when(send('new'), { by: ada, briefing: briefing({ standing, screening, sinceMs: nowMs }) })
      .thenLike({ status: 'shown', isCrew: true, flags: [] });
  }
  t.end();
});

t.test('an announcement stands out, and is pinned when asked for while there is room', (t) => {
  const announce = (pinnedForMs: number) =>
    ({ type: 'announce', showId, messageId: messageIdOf('news'), text: 'hello', pinnedForMs }) as const;
  const event = sent('news', {
    kind: 'announcement',
    isCrew: true,
    moderatorIds: [mod],
    text: 'hello',
    textDigest: 'digest of hello',
  });
  const circumstances = { by: mod, briefing: asModerator };
  given(t).when(announce(0), circumstances).then(event);
  given(t)
    .when(announce(5_000), circumstances)
    .then(event, pinned('news', nowMs + 5_000));
  const three = ['a', 'b', 'c'];
  const full = [...three.map((name) => by(bob, sent(name))), ...three.map((name) => by(mod, pinned(name)))];
  given(t, ...full)
    .when(announce(5_000), circumstances)
    .refused('room-limit-reached', { limit: 3 });
  given(t, ...full)
    .when(announce(0), circumstances)
    .then(event);
  given(t, by(mod, sent('news')))
    .when(announce(0), circumstances)
    .refused('message-exists');
  t.end();
});

t.test('of more than five mentions five are kept', (t) => {
  const mentionIds = ['1', '2', '3', '4', '5', '6'].map(personIdOf);
  given(t)
    .when(send('new', { mentionIds }), { by: ada })
    .thenLike({ mentionIds: mentionIds.slice(0, 5) });
  t.end();
});
