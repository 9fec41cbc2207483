import { accepted, assertNever, rejected } from '../decision.ts';
import { bidEvent } from './bid-event.ts';
import { reopenedForMs } from './clock.ts';
import type { AuctionCommand, AuctionContext, AuctionDecision } from './commands.ts';
import type { AuctionEvent } from './events.ts';
import { evolveAuction } from './evolve.ts';
import { askingMinor } from './increments.ts';
import { closedAtMsOf, isBarred, lotById, rehearsedLotIds, runOf } from './selectors.ts';
import { reopenLotMs, type AuctionState, type Lot } from './state.ts';

type OpeningCommand = Extract<
  AuctionCommand,
  { readonly type: 'open-lot' | 'reopen-last-lot' | 'clear-rehearsal' }
>;

/** What begins a run, and what takes the runs of a rehearsal away. */
export function decideOpening(
  command: OpeningCommand,
  state: AuctionState,
  context: AuctionContext,
): AuctionDecision {
  switch (command.type) {
    case 'open-lot':
      return openLot(command, state, context);
    case 'reopen-last-lot':
      return reopen(command, state, context);
    case 'clear-rehearsal': {
      const lotIds = rehearsedLotIds(state);
      if (lotIds.length === 0) return rejected('auction-unchanged');
      return accepted({ type: 'rehearsal-cleared', lotIds });
    }
    default:
      return assertNever(command);
  }
}

/** Opens it and lets the pre-bids bid, in their order. What a rehearsal left is cleared away before the first real lot. */
function openLot(
  { lotId }: Extract<OpeningCommand, { readonly type: 'open-lot' }>,
  before: AuctionState,
  context: AuctionContext,
): AuctionDecision {
  const { nowMs, actor, briefing } = context;
  const { showStatus } = briefing;
  const events: AuctionEvent[] = [];
  let state = before;
  const happens = (event: AuctionEvent): void => {
    events.push(event);
    state = evolveAuction(state, { event, atMs: nowMs, actorId: actor });
  };
  const lotIds = showStatus === 'live' ? rehearsedLotIds(state) : [];
  if (lotIds.length > 0) happens({ type: 'rehearsal-cleared', lotIds });
  const lot = lotById(state, lotId);
  if (!lot) return rejected('lot-not-found');
  if (lot.status !== 'queued') return rejected('lot-wrong-status', { status: lot.status });
  if (state.openLotId !== null) return rejected('another-lot-open', { lotId: state.openLotId });
  if (showStatus !== 'live' && showStatus !== 'rehearsal')
    return rejected('lot-wrong-status', { status: showStatus });
  const { terms, preBids, lines } = lot;
  const isRehearsal = showStatus === 'rehearsal';
  const endsAtMs = terms.kind === 'timed' ? nowMs + terms.durationMs : null;
  const holdId = isRehearsal || lines.length === 0 ? null : briefing.holdId;
  happens({ type: 'lot-opened', lotId, run: lot.run + 1, endsAtMs, isRehearsal, holdId });
  // Real people bid before the start; a rehearsal does nothing to them.
  if (isRehearsal) return accepted(...events);
  for (const { bidderId, maxMinor } of preBids) {
    if (isBarred(state, bidderId)) continue;
    const event = preBid(state, lotId, { bidderId, maxMinor, context });
    if (event) happens(event);
  }
  return accepted(...events);
}

/** undefined where others bid more already. */
function preBid(
  state: AuctionState,
  lotId: Lot['lotId'],
  { bidderId, maxMinor, context }: BidBefore,
): AuctionEvent | undefined {
  const lot = lotById(state, lotId);
  if (lot?.status !== 'open') return undefined;
  if (maxMinor < askingMinor(lot.openRun.priceMinor, lot.terms)) return undefined;
  const { nowMs, briefing } = context;
  return bidEvent(state, lot, {
    bidderId,
    maxMinor,
    via: 'pre-bid',
    paddle: null,
    isExact: false,
    nonce: briefing.preBidNonceOf(bidderId),
    readAtMs: nowMs,
  });
}

interface BidBefore {
  readonly bidderId: AuctionContext['actor'];
  readonly maxMinor: number;
  readonly context: AuctionContext;
}

/** The hammer fell by mistake: the run that ended last goes on as a new one, with its bids. */
function reopen(
  { lotId }: Extract<OpeningCommand, { readonly type: 'reopen-last-lot' }>,
  state: AuctionState,
  { nowMs, briefing }: AuctionContext,
): AuctionDecision {
  const lot = lotById(state, lotId);
  if (!lot) return rejected('lot-not-found');
  if (lot.status !== 'sold' && lot.status !== 'unsold')
    return rejected('lot-wrong-status', { status: lot.status });
  if (state.openLotId !== null) return rejected('another-lot-open', { lotId: state.openLotId });
  if (!isShowFor(lot, briefing.showStatus))
    return rejected('lot-wrong-status', { status: briefing.showStatus });
  const closedAtMs = closedAtMsOf(lot) ?? 0;
  const isLast = state.lots.every((other) => (closedAtMsOf(other) ?? 0) <= closedAtMs);
  if (!isLast || nowMs > closedAtMs + reopenLotMs || isSettled(lot)) return rejected('reopen-too-late');
  const endsAtMs = lot.terms.kind === 'timed' ? nowMs + reopenedForMs(lot.terms) : null;
  const isHolding = !lot.lastRun.isRehearsal && lot.lines.length > 0;
  const holdId = isHolding ? briefing.holdId : null;
  return accepted({ type: 'lot-reopened', lotId, run: lot.run + 1, endsAtMs, holdId });
}

/** Somebody paid, or somebody else was offered it: the sale went on. */
const isSettled = (lot: Lot): boolean => {
  if (lot.status !== 'sold') return false;
  const { status } = lot.sale.settlement;
  return status !== 'payment-due' && status !== 'nothing-due' && status !== 'unpaid';
};

const isShowFor = (lot: Lot, showStatus: AuctionContext['briefing']['showStatus']): boolean =>
  showStatus === (runOf(lot)?.isRehearsal === true ? 'rehearsal' : 'live');
