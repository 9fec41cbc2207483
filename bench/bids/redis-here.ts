import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RedisHere {
  readonly socket: string;
  readonly processId: number | undefined;
  close(): Promise<void>;
}

/** A Redis of its own on a unix socket that syncs each append, as a shop's must. */
export async function startRedis(): Promise<RedisHere> {
  const folder = await mkdtemp(join(tmpdir(), 'popstage-bench-'));
  const socket = join(folder, 'redis.sock');
  const files = ['--dir', folder, '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];
  const child = spawn('redis-server', [...files, '--port', '0', '--unixsocket', socket], { stdio: 'ignore' });
  await once(child, 'spawn');
  return {
    socket,
    processId: child.pid,
    close: async () => {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true });
    },
  };
}
