import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';

/** The secret that all servers share, made by whichever comes first. */
export async function sharedSecret(redis: Redis, key: string): Promise<Uint8Array> {
  await redis.set(key, randomBytes(32).toString('base64'), 'NX');
  const text = await redis.get(key);
  if (text === null) throw new Error('Redis forgot the secret it was just given');
  return Buffer.from(text, 'base64');
}
