import { randomBytes } from 'node:crypto';
import type { IdSource } from './ports.ts';

/** 15 random bytes are exactly 20 characters of base64url: unguessable, and inside the pattern of every id. */
export const randomIds: IdSource = { next: () => randomBytes(15).toString('base64url') };
