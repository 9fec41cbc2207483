import { accepted, assertNever, rejected } from '../decision.ts';
import type { PersonId } from '../ids.ts';
import { maximumAmountMinor } from '../money/money.ts';
import { bidEvent, newMaxEvent, type LotOnSale } from './bid-event.ts';
import { isInTime } from './clock.ts';
import type { AuctionCommand, AuctionContext, AuctionDecision } from './commands.ts';
import { decidePreBid } from './decide-pre-bids.ts';
import { askingMinor, isAmount } from './increments.ts';
import { isBarred, lotById, preBidOf, runOf } from './selectors.ts';
import { bidLifeMs, type AuctionState, type Lot } from './state.ts';

type BidCommand = Extract<
  AuctionCommand,
  { readonly type: 'place-bid' | 'place-floor-bid' | 'withdraw-pre-bid' }
>;

/** Who bids how, whichever way it came in. */
interface Bid {
  readonly bidderId: PersonId;
  readonly paddle: number | null;
  readonly run: number;
  readonly amountMinor: number;
  readonly isExact: boolean;
  readonly tappedAtMs: number;
}

/** Bids from home and from the floor: one book, one order. */
export function decideBids(
  command: BidCommand,
  state: AuctionState,
  context: AuctionContext,
): AuctionDecision {
  const { lotId } = command;
  const { actor } = context;
  const lot = lotById(state, lotId);
  if (!lot) return rejected('lot-not-found');
  switch (command.type) {
    case 'place-bid':
      return placeBid({ ...command, bidderId: actor, paddle: null }, lot, state, context);
    case 'place-floor-bid': {
      const held = state.paddles.find(({ paddle }) => paddle === command.paddle);
      if (!held) return rejected('paddle-unknown');
      return placeBid({ ...command, bidderId: held.personId, isExact: true }, lot, state, context);
    }
    case 'withdraw-pre-bid':
      if (!isBeforeStart(lot)) return rejected('lot-wrong-status', { status: lot.status });
      if (!preBidOf(lot, actor)) return rejected('auction-unchanged');
      return accepted({ type: 'pre-bid-withdrawn', lotId, bidderId: actor });
    default:
      return assertNever(command);
  }
}

function placeBid(bid: Bid, lot: Lot, state: AuctionState, context: AuctionContext): AuctionDecision {
  const refusal = refusalOfBidder(bid, lot, state, context) ?? refusalOfMoment(bid, context);
  if (refusal) return refusal;
  if (!isAmount(bid.amountMinor)) return rejected('bid-too-high', { maximumMinor: maximumAmountMinor });
  if (bid.paddle === null && isQueuedFor(lot, context)) return decidePreBid(bid, lot);
  if (lot.status !== 'open') {
    // Whoever saw it open hears that it is over, whoever saw another run that it went on.
    return bid.run === lot.run ? rejected('lot-not-open') : rejected('lot-moved-on', { run: lot.run });
  }
  return bidOnOpen(bid, lot, state, context);
}

function bidOnOpen(
  bid: Bid,
  lot: LotOnSale,
  state: AuctionState,
  { nowMs, briefing }: AuctionContext,
): AuctionDecision {
  const { openRun, terms, run } = lot;
  const { bidderId, paddle, amountMinor, isExact } = bid;
  if (bid.run !== run) return rejected('lot-moved-on', { run });
  const readAtMs = Math.min(briefing.readAtMs, nowMs);
  const isShowOn = briefing.showStatus === (openRun.isRehearsal ? 'rehearsal' : 'live');
  if (!isShowOn || !isInTime(openRun, readAtMs)) return rejected('lot-not-open');
  const { priceMinor, leader } = openRun;
  if (leader?.bidderId === bidderId) return bidOfLeader(bid, lot, briefing.nonce);
  const minimumMinor = askingMinor(priceMinor, terms);
  if (amountMinor < minimumMinor)
    return rejected('bid-too-low', priceMinor === null ? { minimumMinor } : { minimumMinor, priceMinor });
  return accepted(
    bidEvent(state, lot, {
      bidderId,
      maxMinor: amountMinor,
      via: paddle === null ? 'online' : 'floor',
      paddle,
      isExact,
      nonce: briefing.nonce,
      readAtMs,
    }),
  );
}

/** Nobody bids against himself: what the leader bids is his max. An exact amount below it was tapped before he led. */
function bidOfLeader(
  { bidderId, amountMinor, isExact }: Bid,
  lot: LotOnSale,
  nonce: string,
): AuctionDecision {
  const { leader, priceMinor } = lot.openRun;
  const maxMinor = leader?.maxMinor ?? 0;
  const leastMinor = priceMinor ?? lot.terms.startMinor;
  if (amountMinor === maxMinor || (isExact && amountMinor < maxMinor)) return rejected('bid-unchanged');
  if (amountMinor < leastMinor) return rejected('max-below-price', { minimumMinor: leastMinor });
  return accepted(newMaxEvent(lot, { bidderId, maxMinor: amountMinor, nonce }));
}

/** The crew may try the buttons in a rehearsal, where nothing is sold. */
function refusalOfBidder(
  { bidderId, paddle }: Bid,
  lot: Lot,
  state: AuctionState,
  { briefing: { isCrew, lacks } }: AuctionContext,
): AuctionDecision | undefined {
  if (isCrew && runOf(lot)?.isRehearsal !== true) return rejected('bidder-is-crew');
  if (isBarred(state, bidderId)) return rejected('bidder-barred');
  // Whoever holds a paddle was looked at by whoever gave it.
  if (lacks !== null && paddle === null) return rejected('bidder-not-qualified', { lacks });
  return undefined;
}

/** A bid is of the moment. One from the future comes from a clock that says nothing of when it was. */
const refusalOfMoment = ({ tappedAtMs }: Bid, { nowMs }: AuctionContext): AuctionDecision | undefined =>
  Math.abs(nowMs - tappedAtMs) > bidLifeMs ? rejected('bid-expired') : undefined;

/** People outside take a rehearsal for the wait before the start, and may bid before it. */
const isQueuedFor = (lot: Lot, { briefing }: AuctionContext): boolean =>
  lot.status === 'queued' || (isBeforeStart(lot) && !briefing.isCrew);

const isBeforeStart = (lot: Lot): boolean => lot.status === 'queued' || runOf(lot)?.isRehearsal === true;
