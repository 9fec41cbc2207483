import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Refresh secrets are `<sessionId>.<generation>.<mac>`: the store keeps only the generation, so a stolen database
 * opens nothing, every older secret is recognised for ever, and two tabs that refresh with the same secret get the
 * same successor.
 */
export interface RefreshSecrets {
  write(sessionId: string, generation: number): string;
  /** What the secret stands for, or `undefined` when it was not made here. */
  read(secret: string): { readonly sessionId: string; readonly generation: number } | undefined;
}

const shape = /^([A-Za-z0-9_-]{8,64})\.(\d{1,9})\.([A-Za-z0-9_-]{43})$/;

/** `key`: 32 bytes, not the one that signs access tokens. */
export function createRefreshSecrets(key: Uint8Array): RefreshSecrets {
  const mac = (sessionId: string, generation: number) =>
    createHmac('sha256', key).update(`${sessionId}.${generation}`).digest();
  return {
    write: (sessionId, generation) =>
      `${sessionId}.${generation}.${mac(sessionId, generation).toString('base64url')}`,
    read(secret) {
      const [, sessionId, generationText, macText] = shape.exec(secret) ?? [];
      if (sessionId === undefined || generationText === undefined || macText === undefined) return undefined;
      const generation = Number(generationText);
      const said = Buffer.from(macText, 'base64url');
      const expected = mac(sessionId, generation);
      if (said.length !== expected.length || !timingSafeEqual(said, expected)) return undefined;
      return { sessionId, generation };
    },
  };
}
