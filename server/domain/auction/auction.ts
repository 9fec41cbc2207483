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
export { evolveAuction } from './evolve.ts';
