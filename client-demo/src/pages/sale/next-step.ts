import type { LotView } from '#protocol/auction-views.ts';

/** What the one big button of the auctioneer does now. */
export type NextStep =
  | { readonly kind: 'open'; readonly lot: LotView }
  | { readonly kind: 'call'; readonly lot: LotView; readonly call: 1 | 2 }
  | { readonly kind: 'close'; readonly lot: LotView }
  /** A timed lot runs: the clock closes it. */
  | { readonly kind: 'wait'; readonly lot: LotView }
  /** Nothing is queued. */
  | { readonly kind: 'none' };

/** From the first queued lot to the hammer; nobody calls a lot that nobody bid on. Pure. */
export const nextStep = (lots: readonly LotView[], openLotId: string | null): NextStep => {
  const open = lots.find(({ lotId }) => lotId === openLotId);
  if (open === undefined) {
    const lot = lots.find(({ status }) => status === 'queued');
    return lot === undefined ? { kind: 'none' } : { kind: 'open', lot };
  }
  if (open.kind === 'timed') return { kind: 'wait', lot: open };
  const { calls = 0, priceMinor = null } = open.current ?? {};
  if (priceMinor === null || calls === 2) return { kind: 'close', lot: open };
  return { kind: 'call', lot: open, call: calls === 0 ? 1 : 2 };
};

/** What stands above the queue when nothing is open: the lot that ended last. Pure. */
export const lastEnded = (lots: readonly LotView[]): LotView | null => {
  const endedAtMs = (lot: LotView) =>
    lot.status === 'queued' || lot.status === 'open'
      ? -1
      : (lot.sale?.soldAtMs ?? lot.current?.openedAtMs ?? 0);
  const ended = lots.toSorted((one, other) => endedAtMs(other) - endedAtMs(one))[0];
  return ended === undefined || endedAtMs(ended) < 0 ? null : ended;
};

/** Where a lot goes when it moves one place among those that wait; undefined where it cannot. Pure. */
export const beforeWhich = (
  lots: readonly LotView[],
  lotId: string,
  step: 1 | -1,
): { readonly beforeLotId: string | null } | undefined => {
  const waiting = lots.filter(({ status }) => status === 'queued').map((lot) => lot.lotId);
  const at = waiting.indexOf(lotId);
  const to = at + step;
  if (at === -1 || to < 0 || to >= waiting.length) return undefined;
  return { beforeLotId: (step === -1 ? waiting[to] : waiting[to + 1]) ?? null };
};
