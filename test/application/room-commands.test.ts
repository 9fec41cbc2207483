import t, { type Test } from 'tap';
import { withNames } from '#application/names.ts';
import { chatAfterEndMs } from '#application/room-commands.ts';
import type { Principal } from '#application/principal.ts';
import type { RuleChanges } from '#domain/room/room.ts';
import type { Role } from '#protocol/roles.ts';
import { create, personIdOf, plain, principalOf, showIdOf, StandLog, startCore } from './core-stand.ts';
import { announce, ban, say } from './room-examples.ts';

const viewer = (name: string): Principal => principalOf('viewer', name);
const refusal = (code: string, details?: object) => ({
  outcome: 'rejected',
  rejection: details === undefined ? { code } : { code, details },
});

async function liveShow(t: Test) {
  const log = new StandLog();
  const core = await startCore(t, log);
  await core.run(create('one'));
  await core.run(plain('go-live', 'one'));
  const room = async () =>
    (await core.application.read(core.application.streams.room(showIdOf('one')))).state;
  const setRules = (changes: RuleChanges) =>
    core.run({ type: 'set-rules', showId: showIdOf('one'), changes });
  const signIn = (role: Role, name: string, show: string | null = null) =>
    core.credentials.addSession({
      sessionId: `session-${name}`,
      personId: personIdOf(name),
      role,
      showId: show === null ? null : showIdOf(show),
      linkId: null,
      createdAtMs: log.clock.nowMs,
    });
  return { ...core, people: withNames(core.people, core.application.names), log, room, setRules, signIn };
}

t.test('a viewer writes, everybody can read it, and the text is kept clean', async (t) => {
  const { run, room } = await liveShow(t);
  t.match(await run(say('one', 'hi', '  he\u200Bllo \u202E'), viewer('ada')), { outcome: 'accepted' });
  t.match((await room()).messages, [
    { text: 'hello', authorId: personIdOf('ada'), isCrew: false, status: 'shown', sequence: 1 },
  ]);
});

t.test('the crew of the show is known as such, a host of another show is not', async (t) => {
  const { run, room } = await liveShow(t);
  await run(say('one', 'a', 'from staff'), principalOf('staff'));
  await run(say('one', 'b', 'from a stranger'), principalOf('host', 'other'));
  t.same(
    (await room()).messages.map(({ isCrew }) => isCrew),
    [true, false],
  );
});

t.test('a message knows who of its author and its mentions moderates this show', async (t) => {
  const { run, room, signIn } = await liveShow(t);
  await signIn('moderator', 'mona', 'one');
  await signIn('moderator', 'elsewhere', 'two');
  await signIn('staff', 'stan', 'one');
  const names = ['mona', 'elsewhere', 'stan', 'admin', 'ada'];
  await run(say('one', 'a', 'Hello', names.map(personIdOf)), viewer('ada'));
  await run(say('one', 'b'), principalOf('moderator', 'mona', showIdOf('one')));
  await run(say('one', 'c'), principalOf('staff', 'stan'));
  t.same(
    (await room()).messages.map(({ moderatorIds }) => moderatorIds),
    [[personIdOf('mona'), personIdOf('admin')], [personIdOf('mona')], undefined],
    'of the mentioned: its moderator, and its host, who created it',
  );
});

t.test('moderating is for moderators', async (t) => {
  const { run } = await liveShow(t);
  for (const role of ['viewer', 'staff', 'agent'] as const) {
    t.match(await run(ban('one', 'eve'), principalOf(role)), refusal('forbidden'));
  }
  t.match(await run(ban('one', 'eve'), principalOf('moderator')), { outcome: 'accepted' });
  t.match(await run(say('one', 'x'), viewer('eve')), refusal('person-banned'));
});

t.test('the crew cannot be banned while a session of theirs lives; the host of the show never', async (t) => {
  const { run, signIn, credentials, log } = await liveShow(t);
  await signIn('staff', 'staff', 'one');
  await signIn('staff', 'elsewhere', 'two');
  const by = principalOf('moderator');
  t.match(await run(ban('one', 'staff'), by), refusal('person-protected'));
  t.match(await run(ban('one', 'admin'), by), refusal('person-protected'), 'who created the show hosts it');
  t.match(await run(ban('one', 'elsewhere'), by), { outcome: 'accepted' });
  await credentials.revokeSession('session-staff', log.clock.nowMs);
  // The roster is read again after three seconds.
  log.clock.nowMs += 3_001;
  t.match(await run(ban('one', 'staff'), by), { outcome: 'accepted' });
});

t.test('whoever came by a link is known, and the age of a person is that in the people store', async (t) => {
  const { run, setRules, people, log } = await liveShow(t);
  await setRules({ access: 'known', newcomerWaitMs: 60_000 });
  const known = { ...viewer('ada'), isKnown: true };
  t.match(await run(say('one', 'a'), viewer('ada')), refusal('room-access-refused', { access: 'known' }));
  const createdAtMs = log.clock.nowMs - 59_000;
  await people.save({ personId: known.personId, displayName: 'Ada', createdAtMs });
  t.match(
    await run(say('one', 'b'), { ...viewer('eve'), isKnown: true }),
    refusal('room-access-refused', { access: 'known', retryAfterMs: 60_000 }),
    'whom nobody knows came this moment',
  );
  t.match(
    await run(say('one', 'c'), known),
    refusal('room-access-refused', { access: 'known', retryAfterMs: 1_000 }),
  );
  log.clock.nowMs += 1_000;
  t.match(await run(say('one', 'd'), known), { outcome: 'accepted' });
});

t.test("the room's own words are looked for as its rules stand", async (t) => {
  const { run, setRules, room } = await liveShow(t);
  await setRules({ addWords: ['Müll'], filterAction: 'refuse' });
  const code = refusal('message-refused', { flag: 'blocked-word' });
  t.match(await run(say('one', 'a', 'was für ein müll!'), viewer('ada')), code);
  await setRules({ removeWords: ['Müll'] });
  t.match(await run(say('one', 'b', 'was für ein müll!'), viewer('ada')), { outcome: 'accepted' });
  t.equal((await room()).messages.length, 1);
});

t.test('what is not announced has no room for the public', async (t) => {
  const { run } = await startCore(t, new StandLog());
  t.match(await run(say('none', 'a'), viewer('ada')), refusal('show-not-found'));
  await run(create('one'));
  t.match(await run(say('one', 'a'), viewer('ada')), refusal('show-not-found'));
  t.match(await run(say('one', 'b'), principalOf('staff')), { outcome: 'accepted' });
});

t.test('the public says good-bye for half an hour; the crew moderates until the end', async (t) => {
  const { run, log } = await liveShow(t);
  await run(plain('end-show', 'one'));
  log.clock.nowMs += chatAfterEndMs;
  t.match(await run(say('one', 'bye'), viewer('ada')), { outcome: 'accepted' });
  log.clock.nowMs += 1;
  t.match(await run(say('one', 'late'), viewer('ada')), refusal('room-closed'));
  t.match(await run(say('one', 'crew'), principalOf('staff')), { outcome: 'accepted' });
  await run(plain('archive-show', 'one'));
  t.match(await run(say('one', 'gone'), viewer('ada')), refusal('show-not-found'));
  t.match(await run(announce('one', 'gone'), principalOf('moderator')), refusal('room-closed'));
  t.match(await run(ban('one', 'eve'), principalOf('moderator')), { outcome: 'accepted' });
});

t.test('a repeated command answers as the first time, also when it would be refused by now', async (t) => {
  const { run, room } = await liveShow(t);
  const first = await run(say('one', 'a'), viewer('ada'), 'same');
  await run(ban('one', 'ada'), principalOf('moderator'));
  t.same(await run(say('one', 'a'), viewer('ada'), 'same'), first);
  t.match(await run(say('one', 'a', 'other'), viewer('ada'), 'same'), refusal('command-id-reused'));
  t.equal((await room()).messages.length, 1);
});
