import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type Test } from 'tap';
import { assertOwnSocketFolder, workerSocketPath } from '#protocol/worker-rpc/socket-path.ts';

/** A data folder whose name is too long for a socket; the socket goes to the shared folder. */
function fallback(t: Test): { readonly path: string; readonly folder: string } {
  const dataDir = join(mkdtempSync(join(tmpdir(), 'popstage-far-')), 'x'.repeat(120));
  const path = workerSocketPath({ dataDir, mediaSocket: '' });
  const folder = dirname(path);
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(dirname(dataDir), { recursive: true, force: true });
  });
  return { path, folder };
}

test('a folder of our own that is closed to others may hold the socket', async (t) => {
  const { path, folder } = fallback(t);
  mkdirSync(folder, { mode: 0o700 });
  assertOwnSocketFolder(path);
});

test('a folder that others may enter holds no socket of ours', async (t) => {
  const { path, folder } = fallback(t);
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  t.throws(() => assertOwnSocketFolder(path), /not a private folder/);
});

test('a link that somebody put in the place of the folder is not followed', async (t) => {
  const { path, folder } = fallback(t);
  symlinkSync(mkdtempSync(join(tmpdir(), 'popstage-elsewhere-')), folder);
  t.throws(() => assertOwnSocketFolder(path), /not a private folder/);
});

test('a socket that the operator placed, or in the data folder, is his to guard', async () => {
  assertOwnSocketFolder('/run/popstage/media.sock');
  assertOwnSocketFolder(join(tmpdir(), 'shop', 'media.sock'));
});
