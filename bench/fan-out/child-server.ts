import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

interface ChildServer {
  readonly origin: string;
  readonly processId: number;
  close(): Promise<void>;
}

/** Starts a program of this folder on one core; its first line says where it listens. */
export async function startChild(program: string, core: string, nodeOptions = ''): Promise<ChildServer> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn('taskset', ['-c', core, process.execPath, path], {
    env: { ...process.env, NODE_OPTIONS: nodeOptions },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  child.stdout.setEncoding('utf8');
  let said = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    if (said.includes('\n')) break;
  }
  // The programs of this folder write their address so.
  const { port } = JSON.parse(said) as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    // taskset replaces itself with what it starts.
    processId: child.pid ?? Number.NaN,
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
