import { test } from 'tap';
import {
  changedRules,
  newWords,
  overtakenRules,
  type HouseRules,
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
  const sent: HouseRules[] = [];
  const answers: ((outcome: Outcome<never>) => void)[] = [];
  const request = (_method: string, params: unknown) => {
    // What the desk sends is the parameters of `room.set-rules`.
    sent.push((params as { rules: HouseRules }).rules);
    return new Promise<Outcome<never>>((resolve) => answers.push(resolve));
  };
  const desk = createRulesDesk({ request } as never, 'show-0001');
  const answer = async (outcome: Outcome<never> = { ok: true, value: {} as never }) => {
    answers.shift()?.(outcome);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const status = (name: keyof HouseRules) => desk.states.value[name]?.status;
  desk.told(rules);
  return { desk, sent, answer, status };
};

test('a rule is pending until the server has it, and then confirmed', async (t) => {
  const { desk, sent, answer, status } = standDesk();
  t.teardown(() => desk.close());
  desk.set('slowModeMs', 10_000);
  t.equal(status('slowModeMs'), 'pending');
  t.same(sent, [{ ...rules, slowModeMs: 10_000 }]);
  await answer();
  t.equal(status('slowModeMs'), 'pending', 'the answer came, the rules did not yet');
  desk.told({ ...rules, slowModeMs: 10_000 });
  t.equal(status('slowModeMs'), 'confirmed');
});

test('the push may be ahead of the answer', async (t) => {
  const { desk, answer, status } = standDesk();
  t.teardown(() => desk.close());
  desk.set('allowsLinks', true);
  desk.told({ ...rules, allowsLinks: true });
  t.equal(status('allowsLinks'), 'pending');
  await answer();
  t.equal(status('allowsLinks'), 'confirmed');
});

test('a refusal is shown, and what was asked after it is sent all the same', async (t) => {
  const { desk, sent, answer, status } = standDesk();
  t.teardown(() => desk.close());
  desk.set('slowModeMs', 3000);
  desk.set('allowsLinks', true);
  t.equal(sent.length, 1, 'one at a time');
  await answer({ ok: false, error: tableError('forbidden') });
  t.equal(status('slowModeMs'), 'refused');
  t.same(sent[1], { ...rules, allowsLinks: true });
});

test('what another moderator changes is said of that rule alone', async (t) => {
  const { desk, status } = standDesk();
  t.teardown(() => desk.close());
  desk.told({ ...rules, access: 'crew' });
  t.equal(status('access'), 'elsewhere');
  t.equal(status('slowModeMs'), undefined);
});

test('a change of another moderator that crossed ours is not lost', async (t) => {
  const { desk, sent, answer, status } = standDesk();
  t.teardown(() => desk.close());
  desk.set('slowModeMs', 10_000);
  desk.told({ ...rules, access: 'crew' });
  desk.told({ ...rules, slowModeMs: 10_000 });
  await answer();
  t.equal(status('slowModeMs'), 'confirmed');
  t.same(sent[1], { ...rules, slowModeMs: 10_000, access: 'crew' }, 'theirs is set again on top of ours');
});

test('ours that somebody undid by accident, along with a change of their own, is set again', async (t) => {
  const { desk, sent, answer, status } = standDesk();
  t.teardown(() => desk.close());
  desk.set('allowsLinks', true);
  desk.told({ ...rules, allowsLinks: true });
  await answer();
  t.equal(status('allowsLinks'), 'confirmed');
  desk.told({ ...rules, blockedWords: ['spam'] });
  t.same(sent[1], { ...rules, allowsLinks: true, blockedWords: ['spam'] });
  t.equal(status('allowsLinks'), 'pending');
});

test('of two changes of one rule the later holds, and the page says it was not ours', async (t) => {
  const { desk, sent, answer, status } = standDesk();
  t.teardown(() => desk.close());
  desk.set('slowModeMs', 10_000);
  desk.told({ ...rules, slowModeMs: 10_000 });
  desk.told({ ...rules, slowModeMs: 30_000 });
  await answer();
  t.equal(status('slowModeMs'), 'elsewhere');
  t.equal(sent.length, 1);
});

test('changed and overtaken rules are found by name', async (t) => {
  t.same(changedRules(rules, { ...rules, blockedWords: ['x1'], access: 'known' }), [
    'access',
    'blockedWords',
  ]);
  t.same(overtakenRules(rules, 'slowModeMs', []), {});
  t.same(
    overtakenRules(rules, 'slowModeMs', [{ ...rules, access: 'known' }]),
    {},
    'it still stands, so it was not overtaken',
  );
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
