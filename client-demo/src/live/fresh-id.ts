const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/**
 * A random id of 24 URL-safe characters (144 bits), for commands, sources and peers. `crypto.randomUUID` exists
 * only on secure pages; `getRandomValues` exists everywhere.
 */
export const freshId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => alphabet.charAt(byte & 63)).join('');
};
