/** How a PIN is kept: enough to check it without a line, not enough to read it. base64url. */
export interface PinHash {
  readonly salt: string;
  readonly iterations: number;
  readonly hash: string;
}

/** OWASP asks for 600,000 rounds of PBKDF2-SHA-256 (Password Storage Cheat Sheet, 2023). */
const freshIterations = 600_000;

export const isPin = (text: string): boolean => /^\d{4,8}$/.test(text);

const toText = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

const derive = async (pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<string> => {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const rule = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return toText(new Uint8Array(await crypto.subtle.deriveBits(rule, key, 256)));
};

/** Hashes a new PIN in this browser; nothing else of it goes anywhere. */
export const hashPin = async (pin: string, iterations = freshIterations): Promise<PinHash> => {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt: toText(salt), iterations, hash: await derive(pin, salt, iterations) };
};

export const fitsPin = async (pin: string, { salt, iterations, hash }: PinHash): Promise<boolean> =>
  (await derive(pin, toBytes(salt), iterations)) === hash;

/** Typing errors happen; from the fourth wrong PIN in a row on, each doubles the wait. */
const freeTries = 3;
const firstWaitMs = 5_000;
const longestWaitMs = 300_000;

/** How long to wait after so many wrong PINs in a row. Counted, not dated: a wrong clock does not shorten it. Pure. */
export const waitAfterMs = (wrongTries: number): number =>
  wrongTries < freeTries ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (wrongTries - freeTries));
