import { test } from 'tap';
import { soakFiles, testLevels } from '../../../scripts/testing/test-files.ts';

const tree = {
  test: {
    domain: { 'bid.test.ts': '', 'bid.ts': '' },
    client: { 'page.test.tsx': '', 'page.tsx': '' },
    e2e: { 'watch.test.ts': '' },
    chaos: { deep: { 'kill.test.ts': '' } },
    soak: { 'day.ts': '', 'day.test.ts': '' },
  },
};

test('browser and kill tests run after the others, one at a time; soak tests not at all', async (t) => {
  t.same(testLevels(t.testdir(tree), []), {
    parallel: ['test/client/page.test.tsx', 'test/domain/bid.test.ts'],
    serial: ['test/chaos/deep/kill.test.ts', 'test/e2e/watch.test.ts'],
  });
});

test('a name may be a file or a folder', async (t) => {
  const root = t.testdir(tree);
  t.same(testLevels(root, ['test/domain/bid.test.ts']).parallel, ['test/domain/bid.test.ts']);
  t.same(testLevels(root, ['test/chaos/']).serial, ['test/chaos/deep/kill.test.ts']);
});

test('a name that is nothing is a fault, so that a slip does not pass as success', async (t) => {
  const root = t.testdir(tree);
  t.throws(() => testLevels(root, ['test/domain/bud.test.ts']), { message: /no such test/ });
});

test('soak tests are all programs of their folder, or those that were named', async (t) => {
  const root = t.testdir(tree);
  t.same(soakFiles(root, []), ['test/soak/day.test.ts', 'test/soak/day.ts']);
  t.same(soakFiles(root, ['test/soak/day.ts']), ['test/soak/day.ts']);
});
