import { createHash } from 'node:crypto';
import type { RoomRules, Screening } from '#domain/room/room.ts';

/** Looks at texts before anything is decided about them. */
export interface Screener {
  screen(text: string, rules: Pick<RoomRules, 'blockedWords'>): Screening;
}

export const createScreener = (): Screener => ({
  screen(raw) {
    const text = raw.normalize('NFC').trim();
    const textDigest = createHash('sha256').update(text.toLowerCase()).digest('base64url').slice(0, 16);
    return { text, flags: [], textDigest };
  },
});
