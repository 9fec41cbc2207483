import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Test } from 'tap';

const program = process.env['NGINX_BIN'] ?? '/usr/sbin/nginx';
const template = new URL('../../../../worker/hls/edge/nginx.conf.template', import.meta.url);
const startMs = 10_000;

export interface Edge {
  readonly port: number;
  /** What it wrote about requests so far; it writes them when it ends. */
  readonly accessLog: () => string;
  readonly stop: () => Promise<void>;
}

/** A real nginx with the edge's configuration in front of an origin; ends with the test. */
export async function startEdge(t: Test, originPort: number): Promise<Edge> {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-edge-'));
  // Started by root, nginx serves as nobody, who has to get to its cache.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const values = {
    ORIGIN: `127.0.0.1:${originPort}`,
    LISTEN: `127.0.0.1:${port}`,
    CACHE: join(folder, 'cache'),
  };
  mkdirSync(values.CACHE);
  chmodSync(values.CACHE, 0o777);
  const edge = readFileSync(template, 'utf8').replaceAll(
    /\$\{HLS_(ORIGIN|LISTEN|CACHE)\}/g,
    (_, name: keyof typeof values) => values[name],
  );
  writeFileSync(join(folder, 'nginx.conf'), mainFile(folder, edge));
  const arguments_ = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
  const child = spawn(program, arguments_, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  t.teardown(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const deadlineMs = performance.now() + startMs;
  while (!(await answers(port))) {
    if (performance.now() > deadlineMs || child.exitCode !== null)
      throw new Error(`nginx did not start: ${said}`);
    await setTimeout(20);
  }
  return { port, stop, accessLog: () => readFileSync(join(values.CACHE, 'access.log'), 'utf8') };
}

const mainFile = (folder: string, edge: string): string => `
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  ${edge}
}
`;

export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // The address of a listening TCP server has a port.
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
