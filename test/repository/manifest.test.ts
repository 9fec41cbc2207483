import { test } from 'tap';
import { filesLike, textOf } from './tracked-files.ts';

interface Manifest {
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

// The manifest is our own file; its shape is what npm demands.
const manifest = JSON.parse(textOf('package.json')) as Manifest;

test('every dependency is pinned to one exact version', async (t) => {
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  );
  t.same(loose, []);
});

test('no package is both a dependency and a dev dependency', async (t) => {
  t.same(
    Object.keys(manifest.dependencies).filter((name) => name in manifest.devDependencies),
    [],
  );
});

test('the lock file names packages, and no host that they came from', async (t) => {
  const lock = textOf('package-lock.json');
  t.notMatch(lock, /"resolved"/);
  t.notMatch(lock, /https?:\/\/[^"]*\.tgz/);
  t.match(textOf('.npmrc'), /^omit-lockfile-registry-resolved=true$/m, 'and npm keeps it so');
});

test('every npm script runs a file that exists', async (t) => {
  const missing = Object.values(manifest.scripts).filter((script) => {
    const file = script.split(' ').find((word) => /\.(mjs|js|ts)$/.test(word));
    return file !== undefined && filesLike(file).length === 0;
  });
  t.same(missing, []);
});

test('a dependency is imported somewhere, or a tool that is run', async (t) => {
  const text = filesLike(
    '{server,worker,client-demo,config,scripts,bench,test}/**/*.{ts,tsx,js,mjs}',
    '.taprc',
  )
    .map(textOf)
    .join('\n');
  // Types for a package that is imported, and ambient types of Node.
  const ambient = (name: string): boolean => name.startsWith('@types/');
  const unused = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    (name) => !ambient(name) && !text.includes(`'${name}`) && !text.includes(`/${name}/`),
  );
  t.same(unused, []);
});
