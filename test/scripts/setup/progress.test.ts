import { test } from 'tap';
import { beginStage, elapsed } from '../../../scripts/setup/progress.mjs';

const record = (isTTY: boolean): { out: Parameters<typeof beginStage>[1]; written: string[] } => {
  const written: string[] = [];
  return { written, out: { isTTY, columns: 40, write: (text) => written.push(String(text)) > 0 } };
};

test('a log gets plain lines: stage, activity, and how it ended, but not every percent', async (t) => {
  const { out, written } = record(false);
  const stage = beginStage('media worker', out);
  stage.report('compiling', 1);
  stage.report('compiling', 2);
  stage.report('compiling', 99);
  stage.done('built');
  t.same(written, [
    '  media worker (0 s)\n',
    '  media worker: compiling 1 % (0 s)\n',
    '✓ media worker: built (0 s)\n',
  ]);
});

test('a terminal gets one line that renews itself and never wraps', async (t) => {
  const { out, written } = record(true);
  const stage = beginStage('media worker', out);
  stage.report('compiling with a very long explanation of it', 50);
  stage.failed('no compiler');
  t.ok(written.every((text) => text.startsWith('\r\x1b[K')));
  t.ok(written.slice(0, -1).every((text) => text.length - 4 <= 40 && !text.includes('\n')));
  t.match(written.at(-1), /✗ media worker: no compiler/);
});

test('time reads as a person says it', async (t) => {
  t.equal(elapsed(59_400), '59 s');
  t.equal(elapsed(61_000), '1 min 1 s');
});
