import type { Bench } from './bench.ts';
import { machine } from './machine.ts';
import { jsonLine, table } from './report.ts';

/** Every benchmark by its name; loaded when asked for, because each brings heavy packages of its own. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  append: async () => (await import('./append.ts')).append,
  'append-redis': async () => (await import('./append-redis.ts')).appendRedis,
  bids: async () => (await import('./bids.ts')).bids,
  'cold-start': async () => (await import('./cold-start.ts')).coldStart,
  'fan-out': async () => (await import('./fan-out.ts')).fanOut,
  'hls-glass': async () => (await import('./hls-glass.ts')).hlsGlass,
  'hls-origin': async () => (await import('./hls-origin.ts')).hlsOrigin,
  'idle-memory': async () => (await import('./idle-memory.ts')).idleMemory,
  'idle-socket': async () => (await import('./idle-socket.ts')).idleSocket,
  jitter: async () => (await import('./jitter.ts')).jitterBench,
  'join-wave': async () => (await import('./join-wave.ts')).joinWave,
  page: async () => (await import('./page.ts')).page,
  restart: async () => (await import('./restart.ts')).restart,
  'viewers-per-core': async () => (await import('./viewers-per-core.ts')).viewersPerCore,
};

/** `npm run bench -- [name ...]`: runs the named benchmarks, or all of them one after the other. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    console.error(`no such benchmark: ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}`);
    return 2;
  }
  const conditions = machine();
  console.log('machine', conditions);
  for (const name of names.length > 0 ? names : Object.keys(benches)) {
    const load = benches[name];
    if (load === undefined) continue;
    const bench = await load();
    console.log(`\n${bench.name}: ${bench.description}`);
    console.log('conditions', bench.conditions());
    const figures = await bench.run((line) => console.log(`  ... ${line}`));
    console.log(table(figures));
    console.log(jsonLine(bench, conditions, figures));
  }
  return 0;
}

process.exit(await main(process.argv.slice(2)));
