import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { faultOf } from './redis-faults.ts';

/** What all servers share, made by whichever comes first. */
export async function sharedText(redis: Redis, key: string, make: () => string): Promise<string> {
  const text = await giveOnce(redis, key, make()).catch((error: unknown) => {
    // The error of a refused command carries what was sent: the secret.
    throw faultOf(error);
  });
  if (text === null) throw new Error('Redis forgot what it was just given');
  return text;
}

async function giveOnce(redis: Redis, key: string, text: string): Promise<string | null> {
  await redis.set(key, text, 'NX');
  return redis.get(key);
}

/** The secret that all servers share, made by whichever comes first. */
export async function sharedSecret(redis: Redis, key: string): Promise<Uint8Array> {
  const text = await sharedText(redis, key, () => randomBytes(32).toString('base64'));
  return Buffer.from(text, 'base64');
}
