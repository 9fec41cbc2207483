import { test } from 'tap';
import { allFiles, filesLike } from './tracked-files.ts';

/** Where a source folder's tests stand, if not in the folder of the same name under test/. */
const mirrorOf = (folder: string): string =>
  `test/${folder.replace(/^server\//, '').replace('client-demo', 'client')}`;

const topLevel = ['server', 'worker', 'client-demo', 'config', 'test', 'scripts', 'bench', '.ci'];

test('the top level holds only what the architecture names', async (t) => {
  const folders = new Set(
    allFiles.filter((file) => file.includes('/')).map((file) => file.split('/')[0] ?? ''),
  );
  t.same(
    [...folders].filter((folder) => !topLevel.includes(folder)),
    [],
  );
});

test('every source folder has a folder of tests', async (t) => {
  const sources = filesLike('{server/*,worker,client-demo,config}/**/*.{ts,tsx}').map((file) =>
    file.startsWith('server/') ? file.split('/').slice(0, 2).join('/') : (file.split('/')[0] ?? ''),
  );
  const untested = [...new Set(sources)].filter(
    (folder) => !/\.ts$/.test(folder) && filesLike(`${mirrorOf(folder)}/**/*.test.ts`).length === 0,
  );
  t.same(untested, []);
});

test('a folder re-exports only as domain/<noun>/<noun>.ts', async (t) => {
  const barrels = filesLike('{server,worker,client-demo,config}/**/index.{ts,tsx}');
  t.same(barrels, []);
});
