import { resolve } from 'node:path';

/** Where a file of the protocol lies. */
export const protocolFile = (name: string): string =>
  resolve(import.meta.dirname, '../../server/protocol', name);
