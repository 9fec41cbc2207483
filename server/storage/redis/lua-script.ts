import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** Runs one script with these keys and arguments; its reply as Redis gives it. */
export type LuaScript = (
  redis: Redis,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

/** A script that travels by its digest, and in full only to a Redis that does not have it (a new or flushed one). */
export function luaScript(source: string): LuaScript {
  const digest = createHash('sha1').update(source).digest('hex');
  return async (redis, keys, args) => {
    const rest = [keys.length, ...keys, ...args];
    try {
      return await redis.call('EVALSHA', [digest, ...rest]);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.call('EVAL', [source, ...rest]);
    }
  };
}
