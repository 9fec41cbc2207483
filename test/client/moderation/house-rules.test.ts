import { test } from 'tap';
import {
  changedRules,
  newWords,
  withChanges,
  type HouseRules,
  type RuleChanges,
} from '../../../client-demo/src/pages/moderation/house-rules.ts';
import { createRulesDesk } from '../../../client-demo/src/pages/moderation/use-house-rules.ts';
import { typedWaitMs } from '../../../client-demo/src/pages/moderation/wait-ms.ts';
import { tableError, type Outcome } from '../../../client-demo/src/live/outcome.ts';

const rules: HouseRules = {
  access: 'everyone',
  slowModeMs: 0,
  newcomerWaitMs: 0,
  allowsLinks: false,
  filterAction: 'hold',
  blockedWords: [],
};

/** A desk whose server answers when the test says so. */
const standDesk = () => {
  const sent: RuleChanges[] = [];
  const answers: ((outcome: Outcome<never>) => void)[] = [];
  const request = (_method: string, params: unknown) => {
    // What the desk sends is the parameters of `room.set-rules`.
    sent.push((params as { changes: RuleChanges }).changes);
    return new Promise<Outcome<never>>((resolve) => answers.push(resolve));
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const desk = createRulesDesk({ request } as never, 'show-0001');
  const answer = async (outcome: Outcome<never> = { ok: true, value: {} as never }) => {
    answers.shift()?.(outcome);
    await settle();
  };
  const status = (name: keyof HouseRules) => desk.states.value[name]?.status;
  desk.told(rules);
  const set = async (changes: RuleChanges) => {
    desk.set(changes);
    await settle();
  };
  const shown = (told: HouseRules) => desk.onTheirWay.value.reduce(withChanges, told);
  return { desk, set, sent, answer, status, shown };
};

test('a rule is pending until the server has it, and then confirmed', async (t) => {
  const { desk, set, sent, answer, status, shown } = standDesk();
  t.teardown(() => desk.close());
  await set({ slowModeMs: 10_000 });
  t.equal(status('slowModeMs'), 'pending');
  t.same(sent, [{ slowModeMs: 10_000 }], 'the change alone');
  await answer();
  t.equal(status('slowModeMs'), 'pending', 'the answer came, the rules did not yet');
  t.equal(shown(rules).slowModeMs, 10_000, 'and is shown meanwhile');
  desk.told({ ...rules, slowModeMs: 10_000 });
  t.equal(status('slowModeMs'), 'confirmed');
  t.same(desk.onTheirWay.value, []);
});

test('the push may be ahead of the answer', async (t) => {
  const { desk, set, answer, status } = standDesk();
  t.teardown(() => desk.close());
  await set({ allowsLinks: true });
  desk.told({ ...rules, allowsLinks: true });
  t.equal(status('allowsLinks'), 'pending');
  await answer();
  t.equal(status('allowsLinks'), 'confirmed');
});

test('a refusal is shown, and what was asked after it is sent all the same', async (t) => {
  const { desk, set, sent, answer, status, shown } = standDesk();
  t.teardown(() => desk.close());
  await set({ slowModeMs: 3000 });
  await set({ allowsLinks: true });
  t.equal(sent.length, 1, 'one at a time');
  await answer({ ok: false, error: tableError('forbidden') });
  t.equal(status('slowModeMs'), 'refused');
  t.equal(shown(rules).slowModeMs, 0, 'as the server has it');
  t.same(sent[1], { allowsLinks: true });
});

test('what another moderator changes is said of that rule alone', async (t) => {
  const { desk, status } = standDesk();
  t.teardown(() => desk.close());
  desk.told({ ...rules, access: 'crew' });
  t.equal(status('access'), 'elsewhere');
  t.equal(status('slowModeMs'), undefined);
});

test('a change of another moderator that crosses ours is said, and ours is confirmed', async (t) => {
  const { desk, set, sent, answer, status } = standDesk();
  t.teardown(() => desk.close());
  await set({ slowModeMs: 10_000 });
  desk.told({ ...rules, access: 'crew' });
  desk.told({ ...rules, access: 'crew', slowModeMs: 10_000 });
  await answer();
  t.equal(status('slowModeMs'), 'confirmed');
  t.equal(status('access'), 'elsewhere');
  t.equal(sent.length, 1);
});

test('of two changes of one rule the later holds, and the page says it was not ours', async (t) => {
  const { desk, set, answer, status } = standDesk();
  t.teardown(() => desk.close());
  await set({ slowModeMs: 10_000 });
  desk.told({ ...rules, slowModeMs: 10_000 });
  desk.told({ ...rules, slowModeMs: 30_000 });
  await answer();
  t.equal(status('slowModeMs'), 'elsewhere');
});

test('what somebody faster set the same way counts as set', async (t) => {
  const { desk, set, answer, status } = standDesk();
  t.teardown(() => desk.close());
  await set({ access: 'known' });
  desk.told({ ...rules, access: 'known' });
  await answer({ ok: false, error: tableError('room-unchanged') });
  t.equal(status('access'), 'confirmed');
});

test('of two wishes for one rule the last is shown, and the first says nothing any more', async (t) => {
  const { desk, set, sent, answer, status, shown } = standDesk();
  t.teardown(() => desk.close());
  await set({ slowModeMs: 3000 });
  await set({ slowModeMs: 10_000 });
  t.equal(shown(rules).slowModeMs, 10_000);
  await answer({ ok: false, error: tableError('forbidden') });
  t.equal(status('slowModeMs'), 'pending');
  await answer();
  desk.told({ ...rules, slowModeMs: 10_000 });
  t.equal(status('slowModeMs'), 'confirmed');
  t.same(sent, [{ slowModeMs: 3000 }, { slowModeMs: 10_000 }]);
});

test('words that two moderators add at once are both there', async (t) => {
  const { desk, set, sent, answer, status, shown } = standDesk();
  t.teardown(() => desk.close());
  await set({ addWords: ['spam'] });
  await set({ removeWords: ['old'] });
  const theirs = { ...rules, blockedWords: ['old', 'scam'] };
  desk.told(theirs);
  t.same(shown(theirs).blockedWords, ['scam', 'spam']);
  await answer();
  desk.told({ ...rules, blockedWords: ['old', 'scam', 'spam'] });
  t.equal(status('blockedWords'), 'pending', 'one of two is still on its way');
  await answer();
  desk.told({ ...rules, blockedWords: ['scam', 'spam'] });
  t.equal(status('blockedWords'), 'confirmed');
  t.same(sent, [{ addWords: ['spam'] }, { removeWords: ['old'] }]);
});

test('changed rules are found by name', async (t) => {
  t.same(changedRules(rules, { ...rules, blockedWords: ['x1'], access: 'known' }), [
    'access',
    'blockedWords',
  ]);
});

test('words are taken from a typed or pasted list, once each, in any script', async (t) => {
  t.same(newWords('Spam,  SPAM ; x\nرخيص، gratis', ['gratis']), ['spam', 'رخيص']);
  t.same(newWords('a'.repeat(41), []), []);
  t.equal(
    newWords(
      'one, two',
      Array.from({ length: 199 }, (_, index) => `word${index}`),
    ).length,
    1,
  );
});

test('a wait is a whole number of seconds within the limit', async (t) => {
  t.equal(typedWaitMs(' 90 ', 600_000), 90_000);
  t.equal(typedWaitMs('600', 600_000), 600_000);
  for (const typed of ['', '0', '601', '1.5', '-3', '1e2', 'ten'])
    t.equal(typedWaitMs(typed, 600_000), null, typed);
});
