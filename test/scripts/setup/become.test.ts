import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'tap';

const becomeModule = new URL('../../../scripts/setup/become.mjs', import.meta.url).href;

/** A Node that hands over to another which runs `program`; `mirror` takes away what newer ones replace themselves by. */
const handOver = (program: string, mirror: boolean) => {
  const script = `
    ${mirror ? 'delete process.execve; Object.defineProperty(process, "execve", { value: undefined });' : ''}
    const { become } = await import(${JSON.stringify(becomeModule)});
    await become(process.execPath, ['-e', ${JSON.stringify(program)}], { ...process.env, TOLD: 'yes', UNSET: undefined });`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
};

const exitCodeOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('close', resolve));

for (const mirror of [false, true]) {
  const how = mirror ? 'mirrored' : 'replaced';

  test(`a process that is ${how} gives its exit code and environment on`, async (t) => {
    const child = handOver('console.log(process.env.TOLD, process.env.UNSET); process.exit(7)', mirror);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const code = await exitCodeOf(child);
    t.equal(code, 7);
    t.equal(output, 'yes undefined\n');
  });

  test(`a process that is ${how} passes a signal on`, async (t) => {
    const program =
      'process.on("SIGTERM", () => process.exit(9)); console.log("up"); setInterval(() => {}, 1000)';
    const child = handOver(program, mirror);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const code = await exitCodeOf(child);
    t.equal(code, 9);
  });
}
