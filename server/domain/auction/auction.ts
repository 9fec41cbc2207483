export type { AuctionBriefing, AuctionCommand, AuctionRejectionCode, LotDraft } from './commands.ts';
export type { AuctionEvent, BidResult } from './events.ts';
export {
  bidLifeMs,
  closeGraceMs,
  initialAuctionState,
  maximumHistory,
  maximumLots,
  reopenLotMs,
  type AuctionState,
  type Barred,
  type HistoryEntry,
  type Lot,
  type LotFacts,
  type LotStatus,
  type OpenRun,
  type Paddle,
  type PreBid,
  type Sale,
  type Settlement,
  type Standing,
} from './state.ts';
export { defaultIncrements, type IncrementStep, type LotLine, type LotTerms } from './terms.ts';
export { decideAuction } from './decide.ts';
export { evolveAuction } from './evolve.ts';
export { askingMinor, incrementAt } from './increments.ts';
export { meetsReserve, priceAfter, standingsAfter, type Max, type Standings } from './pricing.ts';
export { endAfter } from './clock.ts';
export { bidderNumberOf, isBarred, lotById, preBidOf, rehearsedLotIds, runOf } from './selectors.ts';
