import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type Test } from 'tap';
import { isInstalled } from '../../../scripts/setup/stages/packages.ts';

const locked = {
  '': { version: '0.1.0' },
  'node_modules/needed': { version: '1.0.0' },
  'node_modules/other-platform': { version: '2.0.0', optional: true },
};

const clone = (t: Test): string =>
  t.testdir({
    'package-lock.json': JSON.stringify({ packages: locked }),
    node_modules: {
      '.package-lock.json': JSON.stringify({ packages: { 'node_modules/needed': { version: '1.0.0' } } }),
      needed: { 'package.json': '{}' },
    },
  });

test('packages as the lock file names them are in place, also without those of other platforms', async (t) => {
  t.ok(isInstalled(clone(t)));
});

test('a clone without node_modules is not installed', async (t) => {
  const root = clone(t);
  rmSync(path.join(root, 'node_modules'), { recursive: true });
  t.notOk(isInstalled(root));
});

test('an installation that was cut short is not trusted: npm writes its own lock last', async (t) => {
  const root = clone(t);
  rmSync(path.join(root, 'node_modules', '.package-lock.json'));
  t.notOk(isInstalled(root));
});

test('a package that was deleted since is missed', async (t) => {
  const root = clone(t);
  rmSync(path.join(root, 'node_modules', 'needed'), { recursive: true });
  t.notOk(isInstalled(root));
});

test('a lock file that moved on asks for a new installation', async (t) => {
  const root = clone(t);
  const newer = { ...locked, 'node_modules/needed': { version: '1.0.1' } };
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages: newer }));
  t.notOk(isInstalled(root));
});
