/** `npm run demo`: the server with its demo stage, and simulated viewers who come to it (`--viewers 5`). */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '#config/load.ts';
import { endWithUsage, readArguments } from '../arguments.ts';
import { joinViewers } from './viewers.ts';

const lookMs = 200;

const usage = 'npm run demo -- [--viewers 5], which takes a whole number from 0 to 200';
const { values } = readArguments({ options: { viewers: { type: 'string', default: '5' } } }, usage);
const viewerCount = Number(values.viewers);
if (!Number.isInteger(viewerCount) || viewerCount < 0 || viewerCount > 200) endWithUsage(usage);
const { dataDir } = loadConfig(process.env);
const server = spawn(process.execPath, [...process.execArgv, 'server/main.ts', '--demo'], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // A terminal tells the server as well; it counts what comes twice as one.
  process.on(signal, () => server.kill(signal));
}
// The viewers have nothing to finish: they end with the server.
server.once('exit', (code) => process.exit(code ?? 1));

const origin = await served();
await joinViewers(origin, viewerCount);

/** Where the server serves, once it is ready. */
async function served(): Promise<string> {
  for (;;) {
    const text = await readFile(join(dataDir, 'addresses.json'), 'utf8').catch(() => '');
    // The file of an earlier server that was killed names another process.
    const isOurs = text.includes(`"processId": ${server.pid},`);
    const found = isOurs ? /"local": "([^"]+)"/.exec(text)?.[1] : undefined;
    const answer = found === undefined ? undefined : await fetch(`${found}/readyz`).catch(() => undefined);
    if (found !== undefined && answer?.ok === true) return found;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
