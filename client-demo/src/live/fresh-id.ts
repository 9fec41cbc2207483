const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/**
 * An id of 24 URL-safe characters, for commands, sources and peers: the time in ms (base 36, 8 characters until the
 * year 2059), then 96 random bits. The time in front makes ids of one moment neighbours in the server's index.
 * `crypto.randomUUID` exists only on secure pages; `getRandomValues` exists everywhere.
 */
export const freshId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const random = Array.from(bytes, (byte) => alphabet.charAt(byte & 63)).join('');
  return Date.now().toString(36) + random;
};
