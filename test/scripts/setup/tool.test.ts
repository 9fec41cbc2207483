import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type Test } from 'tap';
import { runCommand } from '../../../scripts/setup/command.mjs';
import { Fault } from '../../../scripts/setup/fault.mjs';
import { setUp } from '../../../scripts/setup/set-up.ts';
import { toolStage, type Tool } from '../../../scripts/setup/tool.ts';
import { failureOf } from './failure-of.ts';

const installProgram = (folder: string, name: string, version: string): string => {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho ${version}\n`);
  chmodSync(file, 0o755);
  return file;
};

interface Bench {
  readonly bin: string;
  readonly stage: () => ReturnType<typeof toolStage>;
  readonly proofs: string[];
}

/** A tool called `gadget`, an empty cache, and a PATH that holds nothing but a folder of our own. */
const bench = (t: Test, more: Partial<Tool> = {}): Bench => {
  t.capture(process.stderr, 'write', () => true);
  const folder = t.testdir();
  const bin = path.join(folder, 'bin');
  const before = { ...process.env };
  process.env['POPSTAGE_CACHE'] = path.join(folder, 'cache');
  process.env['PATH'] = bin;
  t.teardown(() => {
    process.env = before;
  });
  const proofs: string[] = [];
  const tool: Tool = {
    name: 'gadget',
    variable: 'GADGET_BIN',
    programs: ['gadget'],
    async prove(file) {
      const version = (await runCommand(file, [])).trim();
      proofs.push(version);
      if (version === 'broken') throw new Error('it is broken');
      return version;
    },
    packages: { purpose: 'for a test', apt: ['gadget-bin'], brew: ['gadget'] },
    ...more,
  };
  return { bin, proofs, stage: () => toolStage(tool) };
};

test('a program on the PATH is proven once and remembered', async (t) => {
  const { bin, stage, proofs } = bench(t);
  const file = installProgram(bin, 'gadget', 'v1');
  t.equal((await setUp([stage()]))['GADGET_BIN'], file);
  t.equal((await setUp([stage()]))['GADGET_BIN'], file);
  t.same(proofs, ['v1']);
});

test('an upgraded program is proven again', async (t) => {
  const { bin, stage, proofs } = bench(t);
  installProgram(bin, 'gadget', 'v1');
  await setUp([stage()]);
  installProgram(bin, 'gadget', 'v2.0');
  await setUp([stage()]);
  t.same(proofs, ['v1', 'v2.0']);
});

test('the choice of the user counts before everything else', async (t) => {
  const { bin, stage } = bench(t, { fetch: () => Promise.reject(new Error('not asked for')) });
  installProgram(bin, 'gadget', 'v1');
  const own = installProgram(path.join(bin, 'own'), 'my-gadget', 'v9');
  process.env['GADGET_BIN'] = own;
  t.equal((await setUp([stage()]))['GADGET_BIN'], own);
});

test('a choice of the user that does not work is a fault, not a reason to take another', async (t) => {
  const { bin, stage } = bench(t);
  installProgram(bin, 'gadget', 'v1');
  process.env['GADGET_BIN'] = '/nowhere/gadget';
  const fault = await failureOf(setUp([stage()]), Fault);
  t.match(fault.message, /GADGET_BIN=\/nowhere\/gadget does not work: no such program/);
  t.match(fault.remedy, /correct GADGET_BIN/);
});

test('what was fetched comes before what the system has, and the system serves when nothing could be', async (t) => {
  const downloads = path.join(t.testdirName, 'downloads');
  const fetched = bench(t, { fetch: () => Promise.resolve(path.join(downloads, 'gadget')) });
  installProgram(fetched.bin, 'gadget', 'system');
  installProgram(downloads, 'gadget', 'fetched');
  await setUp([fetched.stage()]);
  t.same(fetched.proofs, ['fetched']);
  const offline = bench(t, { fetch: () => Promise.resolve(null) });
  installProgram(offline.bin, 'gadget', 'system');
  await setUp([offline.stage()]);
  t.same(offline.proofs, ['system']);
});

test('where nothing may be installed, the exact command is named', async (t) => {
  const { bin, stage } = bench(t);
  installProgram(bin, 'apt-get', 'apt');
  t.intercept(process, 'getuid', { value: () => 1000 });
  const fault = await failureOf(setUp([stage()]), Fault);
  t.match(fault.message, /gadget: system packages are missing for a test/);
  t.match(fault.remedy, 'sudo apt-get update && sudo apt-get install -y gadget-bin');
});

test('root installs the package, after renewing lists that do not know it', async (t) => {
  const { bin, stage, proofs } = bench(t);
  t.intercept(process, 'getuid', { value: () => 0 });
  const gadget = path.join(bin, 'gadget');
  mkdirSync(bin);
  const apt = `#!/bin/sh
    PATH=/usr/bin:/bin
    if [ "$1" = update ]; then touch '${bin}/updated'; exit 0; fi
    [ -e '${bin}/updated' ] || exit 100
    printf '#!/bin/sh\\necho installed\\n' > '${gadget}'; chmod +x '${gadget}'\n`;
  writeFileSync(path.join(bin, 'apt-get'), apt);
  chmodSync(path.join(bin, 'apt-get'), 0o755);
  await setUp([stage()]);
  t.same(proofs, ['installed']);
});

test('an apt-get that fails ends in the command for the user', async (t) => {
  const { bin, stage } = bench(t);
  t.intercept(process, 'getuid', { value: () => 0 });
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'apt-get'), '#!/bin/sh\necho "E: no network"; exit 100\n');
  chmodSync(path.join(bin, 'apt-get'), 0o755);
  const fault = await failureOf(setUp([stage()]), Fault);
  t.match(fault.message, /apt-get failed/);
  t.match(fault.remedy, /apt-get install -y gadget-bin/);
});

test('a program of the system that cannot do what we need is passed over', async (t) => {
  const { bin, stage } = bench(t, { programs: ['gadget', 'gadget-ng'] });
  installProgram(bin, 'gadget', 'broken');
  const next = installProgram(bin, 'gadget-ng', 'v2');
  t.equal((await setUp([stage()]))['GADGET_BIN'], next);
});
