import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { test } from 'tap';
import { withLock } from '../../../scripts/setup/lock.mjs';

const lockModule = new URL('../../../scripts/setup/lock.mjs', import.meta.url).href;

/** The number of a process that has ended; no other gets it within the time of a test. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

/** A process that writes `in` and `out` around 50 ms of work under the lock. */
const contender = (lockFile: string, log: string): Promise<number | null> => {
  const program = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    const { withLock } = await import(${JSON.stringify(lockModule)});
    await withLock(${JSON.stringify(lockFile)}, async () => {
      appendFileSync(${JSON.stringify(log)}, 'in\\n');
      await sleep(50);
      appendFileSync(${JSON.stringify(log)}, 'out\\n');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
  return new Promise((resolve) => child.once('close', resolve));
};

const pairsIn = (log: string): string[] => readFileSync(log, 'utf8').trim().split('\n');

test('five processes enter one after another, also past the lock of a dead one', async (t) => {
  const folder = t.testdir();
  const lockFile = path.join(folder, 'stage.lock');
  const log = path.join(folder, 'log');
  writeFileSync(lockFile, JSON.stringify({ pid: deadPid(), host: hostname() }));
  const codes = await Promise.all(Array.from({ length: 5 }, () => contender(lockFile, log)));
  t.same(codes, [0, 0, 0, 0, 0]);
  t.same(pairsIn(log), Array.from({ length: 5 }, () => ['in', 'out']).flat());
  t.notOk(existsSync(lockFile), 'the last one gave the lock back');
});

test('a waiting process is told once whom it waits for', async (t) => {
  const lockFile = path.join(t.testdir(), 'stage.lock');
  const owners: number[] = [];
  const first = withLock(lockFile, () => new Promise((resolve) => setTimeout(resolve, 500)));
  await withLock(
    lockFile,
    () => Promise.resolve(),
    ({ pid }) => owners.push(pid),
  );
  await first;
  t.same(owners, [process.pid]);
});

test('a lock whose owner has been silent for long is taken over although its number lives', async (t) => {
  const lockFile = path.join(t.testdir(), 'stage.lock');
  writeFileSync(lockFile, JSON.stringify({ pid: process.pid, host: hostname() }));
  const longAgo = new Date(Date.now() - 121_000);
  utimesSync(lockFile, longAgo, longAgo);
  t.equal(await withLock(lockFile, () => Promise.resolve('entered')), 'entered');
});

test('a lock file without content, left by a kill in mid-write, is taken over', async (t) => {
  const lockFile = path.join(t.testdir({ 'stage.lock': '' }), 'stage.lock');
  const aWhileAgo = new Date(Date.now() - 10_000);
  utimesSync(lockFile, aWhileAgo, aWhileAgo);
  t.equal(await withLock(lockFile, () => Promise.resolve('entered')), 'entered');
});

test('work that throws gives the lock back', async (t) => {
  const lockFile = path.join(t.testdir(), 'stage.lock');
  await t.rejects(
    withLock(lockFile, () => Promise.reject(new Error('no'))),
    { message: 'no' },
  );
  t.notOk(existsSync(lockFile));
});
