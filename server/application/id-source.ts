import { randomUUID } from 'node:crypto';
import type { IdSource } from './ports.ts';

/** UUIDs of version 4 (RFC 9562, section 5.4): 122 random bits, which Node makes from a pool and so in no time. */
export const randomIds: IdSource = { next: () => randomUUID() };
