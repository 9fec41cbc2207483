import { createECDH } from 'node:crypto';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { PushKeys } from './push-sender.ts';

const PushKeysSchema = Type.Object({
  publicKey: Type.String({ pattern: '^[A-Za-z0-9_-]{87}$' }),
  privateKey: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
});

/** A fresh pair, as it is kept. */
export function makePushKeys(): string {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  // Short private keys have leading zeros that `getPrivateKey` leaves out.
  const privateKey = Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()]).subarray(-32);
  const keys: PushKeys = {
    publicKey: pair.getPublicKey('base64url'),
    privateKey: privateKey.toString('base64url'),
  };
  return JSON.stringify(keys);
}

/** Reads what `makePushKeys` made; throws where the text is something else. */
export const readPushKeys = (text: string): PushKeys => Value.Parse(PushKeysSchema, JSON.parse(text));
