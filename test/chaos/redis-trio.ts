import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Test } from 'tap';
import { freePort, RedisServer } from '#test/support/redis-server.ts';

const program = process.env['REDIS_SERVER_BIN'] ?? 'redis-server';
const masterName = 'shop';
/** As short as a busy machine bears; people set seconds. */
const downAfterMs = 1_500;

/** A master, a replica that follows it, and a Sentinel that puts the one in place of the other. */
export class RedisTrio {
  readonly url: string;
  #master: RedisServer;
  #replica: RedisServer;

  private constructor(url: string, master: RedisServer, replica: RedisServer) {
    this.url = url;
    this.#master = master;
    this.#replica = replica;
  }

  static async start(t: Test): Promise<RedisTrio> {
    const master = await RedisServer.start(t);
    const replica = await RedisServer.start(t, ['--replicaof', '127.0.0.1', String(master.port)]);
    const port = await startSentinel(t, master.port);
    const trio = new RedisTrio(`redis-sentinel://127.0.0.1:${port}/${masterName}`, master, replica);
    await trio.#until(replica, /master_link_status:up/);
    return trio;
  }

  /** A connection to whoever is the master now. */
  connect(): Redis {
    return this.#master.connect();
  }

  /** Kills the master; resolves when the other is in its place and the old one follows it. */
  async failOver(): Promise<void> {
    const [old, next] = [this.#master, this.#replica];
    await old.stop('SIGKILL');
    await this.#until(next, /role:master/);
    [this.#master, this.#replica] = [next, old];
    await old.startAgain();
    // The Sentinel would do it, too, some ten seconds later.
    const redis = old.connect();
    await redis.replicaof('127.0.0.1', next.port);
    redis.disconnect();
    await this.#until(old, /master_link_status:up/);
  }

  async #until(server: RedisServer, state: RegExp): Promise<void> {
    const redis = server.connect();
    while (!state.test(await redis.info('replication'))) await delay(50);
    redis.disconnect();
  }
}

async function startSentinel(t: Test, masterPort: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-sentinel-'));
  const port = await freePort();
  // It writes down what it learns, so it needs a file of its own.
  const file = join(folder, 'sentinel.conf');
  writeFileSync(
    file,
    [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor ${masterName} 127.0.0.1 ${masterPort} 1`,
      `sentinel down-after-milliseconds ${masterName} ${downAfterMs}`,
      `sentinel failover-timeout ${masterName} 3000`,
    ].join('\n'),
  );
  const child = spawn(program, [file, '--sentinel'], { stdio: 'ignore' });
  t.teardown(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });
  return port;
}
