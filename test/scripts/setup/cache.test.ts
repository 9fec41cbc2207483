import { appendFileSync, existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type Test } from 'tap';
import { cacheRoot, createEntry, findEntry } from '../../../scripts/setup/cache.mjs';

/** Points the cache at a fresh folder for the length of a test. */
const withCache = (t: Test): string => {
  const folder = t.testdir();
  process.env['POPSTAGE_CACHE'] = folder;
  return folder;
};

const makeEntry = (): Promise<string> =>
  createEntry('thing-1', async (folder) => {
    writeFileSync(path.join(folder, 'binary'), 'a binary');
    writeFileSync(path.join(folder, 'large'), Buffer.alloc(17 * 1024 * 1024));
  });

test('the cache stands where the user wants it, else where the system keeps caches', async (t) => {
  t.equal(cacheRoot({ POPSTAGE_CACHE: '/a', XDG_CACHE_HOME: '/b' }), '/a');
  t.equal(cacheRoot({ XDG_CACHE_HOME: '/b' }), '/b/popstage');
  t.match(cacheRoot({}), /\.cache\/popstage$/);
});

test('an entry that was made is found', async (t) => {
  const root = withCache(t);
  t.equal(findEntry('thing-1'), null);
  t.equal(await makeEntry(), path.join(root, 'thing-1'));
  t.equal(findEntry('thing-1'), path.join(root, 'thing-1'));
});

const harms: Readonly<Record<string, (entry: string) => void>> = {
  'a file cut short': (entry) => truncateSync(path.join(entry, 'binary'), 3),
  'a large file cut short': (entry) => truncateSync(path.join(entry, 'large'), 1024),
  'a file with other content of the same length': (entry) =>
    writeFileSync(path.join(entry, 'binary'), 'A BINARY'),
  'a file gone': (entry) => rmSync(path.join(entry, 'large')),
  'a stamp gone': (entry) => rmSync(path.join(entry, 'stamp.json')),
  'a stamp cut short': (entry) => truncateSync(path.join(entry, 'stamp.json'), 10),
  'a stamp that is no stamp': (entry) => writeFileSync(path.join(entry, 'stamp.json'), 'null'),
};

for (const [harm, inflict] of Object.entries(harms)) {
  test(`an entry with ${harm} is not trusted, and made again`, async (t) => {
    const root = withCache(t);
    inflict(await makeEntry());
    t.equal(findEntry('thing-1'), null);
    const remade = await makeEntry();
    t.equal(findEntry('thing-1'), remade);
    t.same(readdirSync(root), ['thing-1'], 'nothing of the broken one is left');
  });
}

test('what fails while it is made leaves nothing behind', async (t) => {
  const root = withCache(t);
  const half = createEntry('thing-1', async (folder) => {
    writeFileSync(path.join(folder, 'binary'), 'half');
    throw new Error('disk full');
  });
  await t.rejects(half, { message: 'disk full' });
  t.same(readdirSync(root), []);
});

test('a good entry stays in place until its successor is whole', async (t) => {
  const root = withCache(t);
  const entry = await makeEntry();
  await createEntry('thing-1', async (folder) => {
    appendFileSync(path.join(folder, 'binary'), 'new');
    t.ok(existsSync(path.join(entry, 'large')), 'the old one is still there');
  });
  t.same(readdirSync(path.join(root, 'thing-1')).sort(), ['binary', 'stamp.json']);
});
