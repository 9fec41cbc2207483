import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { test, type Test } from 'tap';

const program = fileURLToPath(new URL('./signals-process.ts', import.meta.url));

async function running(t: Test, closingMs: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, String(closingMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}

test('a signal that group and launcher both deliver counts once, and the server ends gently', async (t) => {
  const child = await running(t, 400);
  child.kill('SIGINT');
  // Apart, so that the system does not merge them into one.
  await setTimeout(100);
  child.kill('SIGINT');
  child.kill('SIGTERM');
  t.same(await once(child, 'exit'), [0, null]);
});

test('a second signal by intent ends the server at once', async (t) => {
  const child = await running(t, 60_000);
  child.kill('SIGINT');
  await setTimeout(1200);
  child.kill('SIGINT');
  t.same(await once(child, 'exit'), [1, null]);
});
