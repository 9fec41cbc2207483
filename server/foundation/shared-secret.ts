import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';

/** What all servers share, made by whichever comes first. */
export async function sharedText(redis: Redis, key: string, make: () => string): Promise<string> {
  await redis.set(key, make(), 'NX');
  const text = await redis.get(key);
  if (text === null) throw new Error('Redis forgot what it was just given');
  return text;
}

/** The secret that all servers share, made by whichever comes first. */
export async function sharedSecret(redis: Redis, key: string): Promise<Uint8Array> {
  const text = await sharedText(redis, key, () => randomBytes(32).toString('base64'));
  return Buffer.from(text, 'base64');
}
