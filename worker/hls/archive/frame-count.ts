import { boxesIn, findBox } from '../fmp4/box.ts';

/** Frames in a segment as our own writer wrote it: a `trun` in each `moof` (ISO/IEC 14496-12, 8.8.8). */
export function countFrames(chunks: readonly Buffer[]): number {
  let count = 0;
  for (const chunk of chunks) {
    for (const { type, body } of boxesIn(chunk) ?? []) {
      const run = type === 'moof' ? findBox(body, ['traf', 'trun']) : null;
      if (run !== null && run.length >= 8) count += run.readUInt32BE(4);
    }
  }
  return count;
}
