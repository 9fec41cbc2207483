import type { AuctionView, LotView } from '#protocol/auction-views.ts';

/** What the bid bar is about. */
export type OnStage =
  | { readonly kind: 'nothing' }
  /** Nothing was sold yet, and this comes first. */
  | { readonly kind: 'coming'; readonly lot: LotView }
  | { readonly kind: 'open'; readonly lot: LotView }
  /** The last one that closed, and what comes after it. */
  | { readonly kind: 'ended'; readonly lot: LotView; readonly next: LotView | null };

const hasEnded = ({ status }: LotView): boolean =>
  status === 'sold' || status === 'unsold' || status === 'voided';

const openedAtMsOf = ({ current }: LotView): number => current?.openedAtMs ?? 0;

/** Lots still to come, the next one first. Pure. */
export const comingLots = ({ lots }: AuctionView): readonly LotView[] =>
  lots.filter(({ status }) => status === 'queued');

/** Lots that are over, the latest first. Pure. */
export const endedLots = ({ lots }: AuctionView): readonly LotView[] =>
  lots.filter(hasEnded).toSorted((one, other) => openedAtMsOf(other) - openedAtMsOf(one));

/** The lot that everybody looks at. Pure. */
export const lotOnStage = (view: AuctionView): OnStage => {
  const open = view.lots.find(({ lotId, status }) => lotId === view.openLotId && status === 'open');
  if (open !== undefined) return { kind: 'open', lot: open };
  const next = comingLots(view)[0] ?? null;
  const last = endedLots(view)[0];
  if (last !== undefined) return { kind: 'ended', lot: last, next };
  return next === null ? { kind: 'nothing' } : { kind: 'coming', lot: next };
};

/** A second chance that waits for this person's answer. Pure. */
export const secondChanceIn = ({ lots }: AuctionView): LotView | null =>
  lots.find(({ own }) => own !== null && own.secondChance !== null) ?? null;

/** The crew sees who has which paddle; nobody else does. */
export const isCrewOf = (view: AuctionView): boolean => view.paddles !== undefined;

/** Why this person cannot bid on an open lot, or that he can. */
export type BidGate = 'open' | 'lost' | 'barred' | 'crew' | 'paused' | 'closing';

/** Pure. `isPast`: the end is over beyond every doubt of this device's clock. */
export const bidGateOf = (
  view: AuctionView,
  lot: LotView,
  now: { readonly isConnected: boolean; readonly isPaused: boolean; readonly isPast: boolean },
): BidGate => {
  if (view.isBarred) return 'barred';
  if (isCrewOf(view) && lot.current?.isRehearsal !== true) return 'crew';
  if (!now.isConnected) return 'lost';
  if (now.isPaused) return 'paused';
  return now.isPast ? 'closing' : 'open';
};
