import { test } from 'tap';
import { addTally, emptyTally, tapTally, type FileReport } from '../../../scripts/testing/tap-tally.ts';
import { countLine, fileReportText } from '../../../scripts/testing/test-output.ts';

const read = (tap: string): { reports: FileReport[]; line: string; text: string } => {
  const reports: FileReport[] = [];
  tapTally((report) => reports.push(report)).end(tap);
  const sum = emptyTally();
  for (const { tally } of reports) addTally(sum, tally);
  return { reports, line: countLine(sum), text: reports.map(fileReportText).join('\n') };
};

const passing = `TAP version 14
# Subtest: test/a.test.ts
    # Subtest: one
        ok 1 - first
        # Subtest: inner
            ok 1 - second
            ok 2 - third
            1..2
        ok 2 - inner
        1..2
    ok 1 - one
    ok 2 - left out # SKIP because
    ok 3 - later # TODO
    1..3
ok 1 - test/a.test.ts # time=1500ms
1..1
`;

test('assertions are counted at the leaves, never their summaries', async (t) => {
  const { line, text } = read(passing);
  t.equal(line, '3 passed, 0 failed, 2 skipped');
  t.equal(text, '✓ test/a.test.ts: 3 passed, 0 failed, 2 skipped (1.5 s)');
});

test('a failed assertion is one failure, however many levels report it', async (t) => {
  const { line, text } = read(`TAP version 14
# Subtest: test/a.test.ts
    # Subtest: sums
        not ok 1 - two and two
          ---
          compare: ===
          diff: |
            -4
            +5
          source: hidden
          ...
        ok 2 - fine
        1..2
    not ok 1 - sums
    1..1
not ok 1 - test/a.test.ts
1..1
`);
  t.equal(line, '1 passed, 1 failed, 0 skipped');
  t.match(text, '✗ sums > two and two\n      compare: ===\n      diff:\n        -4\n        +5');
  t.notMatch(text, /hidden/);
});

test('a test that fails with all assertions passed counts as failed: a throw, a crash, a time limit', async (t) => {
  const { line, text } = read(`TAP version 14
# Subtest: test/a.test.ts
    ok 1 - before the crash
    1..1
not ok 1 - test/a.test.ts
  ---
  signal: SIGKILL
  ...
1..1
`);
  t.equal(line, '1 passed, 1 failed, 0 skipped');
  t.match(text, /signal: SIGKILL/);
});

test('a test without any assertion is not counted as passed', async (t) => {
  const { line } = read(`TAP version 14
# Subtest: test/a.test.ts
    # Subtest: empty
        1..0
    ok 1 - empty
    1..1
ok 1 - test/a.test.ts
1..1
`);
  t.equal(line, '0 passed, 0 failed, 0 skipped');
});

test('points inside a diagnostic are text, not results', async (t) => {
  const { line } = read(`TAP version 14
# Subtest: test/a.test.ts
    ok 1 - prints
      ---
      text: |
        not ok 5 - a line of another TAP
      ...
    1..1
ok 1 - test/a.test.ts
1..1
`);
  t.equal(line, '1 passed, 0 failed, 0 skipped');
});

test('what a failing test printed is shown with it, and what a passing one printed is not', async (t) => {
  const failing = passing.replace('ok 1 - first', 'a printed line\n        not ok 1 - first');
  t.match(read(failing).text, /printed by the test:\n\s+a printed line/);
  t.notMatch(read(passing.replace('ok 1 - first', 'a printed line\n        ok 1 - first')).text, /printed/);
});

test('a bail-out counts as failed', async (t) => {
  t.match(read('TAP version 14\nBail out! no database\n').line, /^0 passed, 1 failed/);
});
