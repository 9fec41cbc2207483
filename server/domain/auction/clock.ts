import type { OpenRun } from './state.ts';
import type { LotTerms } from './terms.ts';

/**
 * The effective end after an accepted bid read at `readAtMs`. With less than the counter-bid time left the clock goes
 * back to it, until all extensions together come to the cap. Never an earlier end. null for the hammer.
 */
export function endAfter(
  { endsAtMs, extendedMs }: Pick<OpenRun, 'endsAtMs' | 'extendedMs'>,
  { counterBidMs, extensionCapMs }: LotTerms,
  readAtMs: number,
): number | null {
  if (endsAtMs === null) return null;
  const wantedMs = Math.max(0, readAtMs + counterBidMs - endsAtMs);
  const leftMs = Math.max(0, extensionCapMs - extendedMs);
  // Sudden death: no extension, it ends on the second.
  return counterBidMs === 0 ? endsAtMs : endsAtMs + Math.min(wantedMs, leftMs);
}

/** Whether a bid read at `readAtMs` came in time; one at the very end did. */
export const isInTime = ({ endsAtMs }: Pick<OpenRun, 'endsAtMs'>, readAtMs: number): boolean =>
  endsAtMs === null || readAtMs <= endsAtMs;

/** How long a timed lot that was closed by mistake is open again. Ten seconds are the default counter-bid time. */
export const reopenedForMs = ({ counterBidMs }: LotTerms): number => Math.max(counterBidMs, 10_000);
