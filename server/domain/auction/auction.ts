export type { AuctionBriefing, AuctionCommand, AuctionRejectionCode, LotDraft } from './commands.ts';
export type { AuctionEvent, BidResult } from './events.ts';
export {
  bidLifeMs,
  closeGraceMs,
  defaultIncrements,
  initialAuctionState,
  maximumHistory,
  maximumLots,
  reopenLotMs,
  type AuctionState,
  type Barred,
  type HistoryEntry,
  type IncrementStep,
  type Lot,
  type LotFacts,
  type LotLine,
  type LotStatus,
  type LotTerms,
  type OpenRun,
  type Paddle,
  type PreBid,
  type Sale,
  type Settlement,
  type Standing,
} from './state.ts';
export { decideAuction } from './decide.ts';
export { evolveAuction } from './evolve.ts';
export { askingMinor, incrementAt } from './increments.ts';
export { meetsReserve, priceAfter, standingsAfter, type Max, type Standings } from './pricing.ts';
export { endAfter } from './clock.ts';
export { bidderNumberOf, isBarred, lotById, preBidOf, rehearsedLotIds, runOf } from './selectors.ts';
