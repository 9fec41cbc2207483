import { v7 } from 'uuid';
import type { IdSource } from './ports.ts';

/**
 * UUIDs of version 7 (RFC 9562, section 5.7): the time, then 74 random bits. Ids of one moment are neighbours in the
 * index of commands, so a batch of them dirties a few pages of the database instead of one page each.
 */
export const randomIds: IdSource = { next: () => v7() };
