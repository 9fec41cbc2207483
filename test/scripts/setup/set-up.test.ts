import path from 'node:path';
import { beforeEach, test, type Test } from 'tap';
import { CommandError } from '../../../scripts/setup/command.mjs';
import { Fault } from '../../../scripts/setup/fault.mjs';
import { setUp, type Stage } from '../../../scripts/setup/set-up.ts';
import { failureOf } from './failure-of.ts';

interface FakeStage extends Stage {
  readonly provided: () => number;
}

// What a set-up says on the way is another test's matter.
beforeEach((t) => void t.capture(process.stderr, 'write', () => true));

/** A stage whose work is to count how often it was done. */
const fakeStage = (
  t: Test,
  name: string,
  work: () => Promise<void>,
  needs: readonly Stage[] = [],
): FakeStage => {
  let count = 0;
  let isReady = false;
  return {
    name,
    needs,
    lockFile: path.join(t.testdirName, `${name}.lock`),
    find: () => Promise.resolve(isReady ? { [`${name.toUpperCase()}_BIN`]: `/bin/${name}` } : null),
    async provide() {
      count += 1;
      await work();
      isReady = true;
      return 'made';
    },
    provided: () => count,
  };
};

test('the variables of every stage reach the task, and Node 24 comes first on its PATH', async (t) => {
  const tool = fakeStage(t, 'tool', () => Promise.resolve());
  const env = await setUp([tool]);
  t.equal(env['TOOL_BIN'], '/bin/tool');
  t.ok(env['PATH']?.startsWith(`${path.dirname(process.execPath)}:`));
});

test('what is ready is not made again', async (t) => {
  const tool = fakeStage(t, 'tool', () => Promise.resolve());
  await setUp([tool]);
  await setUp([tool]);
  t.equal(tool.provided(), 1);
});

test('two set-ups at once do the work once', async (t) => {
  const tool = fakeStage(t, 'tool', () => new Promise((resolve) => setTimeout(resolve, 300)));
  await Promise.all([setUp([tool]), setUp([tool])]);
  t.equal(tool.provided(), 1);
});

test('all faults come at once, each with its remedy, and the rest is done nevertheless', async (t) => {
  const packages = fakeStage(t, 'packages', () => Promise.reject(new Fault('no registry', 'npm ci')));
  const worker = fakeStage(t, 'worker', () => Promise.resolve(), [packages]);
  const browser = fakeStage(t, 'browser', () =>
    Promise.reject(new Fault('no browser', 'apt-get install chromium')),
  );
  const redis = fakeStage(t, 'redis', () => Promise.resolve());
  const { message } = await failureOf(setUp([packages, worker, browser, redis]), Fault);
  t.match(message, /packages: no registry\n {2}→ npm ci/);
  t.match(message, /worker: not tried without packages/);
  t.match(message, /browser: no browser\n {2}→ apt-get install chromium/);
  t.equal(worker.provided(), 0);
  t.equal(redis.provided(), 1);
});

test('a program that failed is shown with what it printed last', async (t) => {
  const build = fakeStage(t, 'build', () =>
    Promise.reject(new CommandError('ninja: exit code 1', ['error: no such header'])),
  );
  const { message } = await failureOf(setUp([build]), Fault);
  t.match(message, /build: ninja: exit code 1\n\s+error: no such header/);
});

test('a stage that claims to be done and is not in place is a fault', async (t) => {
  const liar: Stage = {
    name: 'liar',
    lockFile: path.join(t.testdirName, 'liar.lock'),
    find: () => Promise.resolve(null),
    provide: () => Promise.resolve('done'),
  };
  t.match((await failureOf(setUp([liar]), Fault)).message, /liar: done, and yet not in place/);
});
