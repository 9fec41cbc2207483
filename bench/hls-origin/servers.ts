import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeFlags } from '#media/worker-supervisor.ts';
import { childrenOf, pin } from '../process-usage.ts';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/worker/hls/origin/edge.ts';

export interface MeasuredServer {
  readonly port: number;
  /** Of the process that serves. */
  readonly processId: number;
  readonly close: () => Promise<void>;
}

export interface ShowServer extends MeasuredServer {
  /** No further parts come. */
  readonly freeze: () => void;
  /** When each part was there to be fetched, monotonic ms, by its file. */
  readonly announced: () => Promise<ReadonlyMap<string, number>>;
}

/** A show and its origin in a process of their own on one core. */
export async function startShow(core: string): Promise<ShowServer> {
  const program = fileURLToPath(new URL('show-server.ts', import.meta.url));
  // As a worker is started, with its room for young objects.
  const child = fork(program, { execArgv: [...nodeFlags] });
  const ended = once(child, 'exit');
  // The program's first message says where it listens.
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const processId = child.pid ?? Number.NaN;
  await pin(processId, core);
  return {
    port,
    processId,
    freeze: () => child.send('freeze'),
    announced: async () => {
      child.send('announced');
      // The program answers so.
      const [entries] = (await once(child, 'message')) as [[string, number][]];
      return new Map(entries);
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** nginx with one worker process on one core, serving files as well as it can. */
export async function startNginx(
  core: string,
  folder: string,
  files: ReadonlyMap<string, Buffer>,
): Promise<MeasuredServer> {
  for (const [path, bytes] of files) {
    mkdirSync(join(folder, 'served', dirname(path)), { recursive: true });
    writeFileSync(join(folder, 'served', path), bytes);
  }
  const port = await freePort();
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port));
  const program = process.env['NGINX_BIN'] ?? '/usr/sbin/nginx';
  const place = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
  const master = spawn('taskset', ['-c', core, program, ...place], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(master, 'exit');
  let processId: number | undefined;
  while (processId === undefined && master.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    [processId] = await childrenOf(master.pid ?? Number.NaN);
  }
  if (processId === undefined) throw new Error('nginx did not start');
  return {
    port,
    processId,
    close: async () => {
      master.kill('SIGTERM');
      await ended;
    },
  };
}

const configuration = (folder: string, port: number): string => `
daemon off;
worker_processes 1;
pid ${folder}/pid;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_timeout 60s;
  keepalive_requests 1000000000;
  open_file_cache max=1000 inactive=600s;
  open_file_cache_valid 600s;
  server { listen 127.0.0.1:${port}; root ${folder}/served; }
}
`;
