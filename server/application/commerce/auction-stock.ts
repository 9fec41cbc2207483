import { createHash } from 'node:crypto';
import {
  lotById,
  runOf,
  type AuctionCommand,
  type AuctionEvent,
  type AuctionState,
  type Lot,
} from '#domain/auction/auction.ts';
import { accepted, type Decision } from '#domain/decision.ts';
import type { HoldId, LotId, OrderId, PersonId } from '#domain/ids.ts';
import {
  decideStock,
  evolveLedger,
  type Hold,
  type HoldOwner,
  type LedgerEvent,
  type LedgerRejectionCode,
  type LedgerState,
  type StockRequest,
} from '#domain/ledger/ledger.ts';
import type { CommandContext } from '../command-handler.ts';
import { winLineIdOf } from './order-id.ts';

/** Commands that give or take stock; the others leave the ledger alone, so that bids do not conflict with sales. */
const stockCommands: ReadonlySet<AuctionCommand['type']> = new Set([
  'open-lot',
  'close-lot',
  'end-lot-by-clock',
  'reopen-last-lot',
  'void-lot',
  'rerun-lot',
  'offer-second-chance',
  'accept-second-chance',
  'decline-second-chance',
  'lapse-second-chance',
]);

export const touchesStock = ({ type }: AuctionCommand): boolean => stockCommands.has(type);

/** The same on every server; of one opening or second chance, so that an id is never used again. The only maker of them. */
const holdIdOf = (lotId: LotId, run: number, what: 'run' | 'second-chance'): HoldId =>
  createHash('sha256').update(`hold ${lotId} ${run} ${what}`).digest('base64url').slice(0, 32) as HoldId;

/** What a command's hold is called: the one that stands, or a new one. */
export function holdIdFor(command: AuctionCommand, auction: AuctionState, ledger: LedgerState): HoldId {
  const lot = 'lotId' in command ? lotById(auction, command.lotId) : undefined;
  // Without a lot there is nothing to hold, and the command is refused or needs no hold.
  if (!lot) return '' as HoldId;
  const standing = holdOf(lot, ledger);
  if (standing && command.type !== 'open-lot') return standing.holdId;
  const isSecond = command.type === 'offer-second-chance' || command.type === 'accept-second-chance';
  return isSecond ? holdIdOf(lot.lotId, lot.run, 'second-chance') : holdIdOf(lot.lotId, lot.run + 1, 'run');
}

/** The stock of a lot that somebody still has under the name of this lot. */
function holdOf(lot: Lot, { holds }: LedgerState): Hold | undefined {
  const ids = [runOf(lot)?.holdId, holdIdOf(lot.lotId, lot.run, 'second-chance')];
  return holds.find(({ holdId }) => ids.includes(holdId));
}

/** The ledger's part of what happens to the lots: all of it or nothing. */
export function decideLotStock(
  events: readonly AuctionEvent[],
  auction: AuctionState,
  ledger: LedgerState,
  { nowMs, principal }: CommandContext,
): Decision<LedgerEvent, LedgerRejectionCode> {
  const actor = principal.personId;
  const decided: LedgerEvent[] = [];
  let state = ledger;
  for (const event of events) {
    const request = stockRequest(event, auction, state);
    if (request === undefined) continue;
    const decision = decideHeld(request, state, { nowMs, actor });
    if (decision.outcome === 'rejected') return decision;
    decided.push(...decision.events);
    state = decision.events.reduce(
      (before, one) => evolveLedger(before, { event: one, atMs: nowMs, actorId: actor }),
      state,
    );
  }
  return accepted(...decided);
}

/**
 * A lot sells to both audiences: it takes what online may have, and what is set aside for the room only where that does
 * not do. So a unique piece can be auctioned although it is the room's.
 */
function decideHeld(
  request: StockRequest,
  state: LedgerState,
  context: { readonly nowMs: number; readonly actor: PersonId },
): ReturnType<typeof decideStock> {
  const decision = decideStock(request, state, context);
  if (decision.outcome === 'accepted' || request.type !== 'hold') return decision;
  return decideStock({ ...request, audience: 'on-site' }, state, context);
}

/** What an event of the auction asks of the ledger; `auction` as it was before. */
function stockRequest(
  event: AuctionEvent,
  auction: AuctionState,
  ledger: LedgerState,
): StockRequest | undefined {
  const lot = 'lotId' in event ? lotById(auction, event.lotId) : undefined;
  if (!lot || lot.lines.length === 0) return undefined;
  const hold = holdOf(lot, ledger);
  switch (event.type) {
    case 'lot-opened':
      return take(lot, undefined, { holdId: event.holdId, owner: ownerOf(lot), deadlineMs: null });
    case 'lot-reopened':
      return take(lot, hold, { holdId: event.holdId, owner: ownerOf(lot), deadlineMs: null });
    case 'lot-sold':
    case 'second-chance-accepted': {
      const { holdId, orderId, paymentDueAtMs: deadlineMs } = event;
      if (orderId === null) return undefined;
      return take(lot, hold, { holdId, owner: winnerOf(lot, orderId), deadlineMs });
    }
    case 'second-chance-offered': {
      const holdId = holdIdOf(lot.lotId, lot.run, 'second-chance');
      return take(lot, hold, { holdId, owner: ownerOf(lot), deadlineMs: event.untilMs });
    }
    case 'lot-unsold':
    case 'lot-requeued':
      return hold && { type: 'release-hold', holdId: hold.holdId, reason: 'unsold' };
    case 'lot-voided':
      return hold && { type: 'release-hold', holdId: hold.holdId, reason: 'cancelled' };
    case 'second-chance-ended':
      return hold && { type: 'release-hold', holdId: hold.holdId, reason: 'expired' };
    default:
      return undefined;
  }
}

/** The hold that stands changes hands; where there is none, the stock is held anew. */
function take(
  { lines }: Lot,
  standing: Hold | undefined,
  wanted: {
    readonly holdId: HoldId | null;
    readonly owner: HoldOwner;
    readonly deadlineMs: number | null;
  },
): StockRequest | undefined {
  const { holdId, owner, deadlineMs } = wanted;
  if (holdId === null) return undefined;
  if (standing) return { type: 'assign-hold', holdId: standing.holdId, owner, deadlineMs };
  return { type: 'hold', holdId, owner, audience: 'online', lines, deadlineMs, preferredPlaceIds: [] };
}

const ownerOf = ({ lotId }: Lot): HoldOwner => ({ kind: 'lot', lotId });

const winnerOf = ({ lotId, run }: Lot, orderId: OrderId): HoldOwner => ({
  kind: 'order',
  orderId,
  lineId: winLineIdOf(lotId, run),
});
