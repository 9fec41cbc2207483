import {
  closeGraceMs,
  decideAuction,
  type AuctionCommand,
  type AuctionEvent,
  type AuctionState,
} from '#domain/auction/auction.ts';
import { accepted, type Decision, type Rejection } from '#domain/decision.ts';
import { initialLedgerState, type LedgerState } from '#domain/ledger/ledger.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import { authorise } from '../authorise.ts';
import type { CommandContext, CommandHandler, StreamEvent, StreamRef } from '../command-handler.ts';
import { authoriseInternal, isInternal } from '../internal-commands.ts';
import type { Principal } from '../principal.ts';
import { showStream } from '../show-commands.ts';
import { auctionStreamId, shopStreamId } from '../streams.ts';
import { bidderIn } from './bidder-in.ts';
import { auctionBriefing, auctionFacts, type AuctionFacts } from './auction-facts.ts';
import { decideLotStock, holdIdFor, touchesStock } from './auction-stock.ts';
import type { CommerceDeps } from './commerce-deps.ts';
import { auctionStream, ledgerStream } from './commerce-streams.ts';

/** Bids read the show and the auction only; what moves stock has the ledger as a third, in the same append. */
type AuctionStates = [AuctionState, ShowState, LedgerState?];

/** Commands on the auction of one show: authorised against the show, decided on the auction, with its stock. */
export const auctionCommands = (
  deps: CommerceDeps,
): CommandHandler<AuctionCommand, AuctionStates, AuctionFacts> => {
  const { shopId } = deps;
  const ledger: StreamRef<LedgerState | undefined> = ledgerStream(shopId);
  return {
    streamsOf: (command) => {
      const streams = [auctionStream(shopId, command.showId), showStream(shopId, command.showId)] as const;
      return touchesStock(command) ? [...streams, ledger] : [...streams];
    },
    brief: auctionFacts(deps),
    decide: (command, states, context) => {
      const [, show] = states;
      const refusal =
        mayNot(command, context.principal, show) ??
        unsuited(command, show, context.briefing) ??
        tooEarly(command, context.nowMs);
      if (refusal) return { outcome: 'rejected', rejection: refusal };
      const decision = decideLots(command, states, context);
      if (decision.outcome === 'rejected') return decision;
      return withStock(deps, decision.events, states, context, command);
    },
  };
};

function decideLots(
  command: AuctionCommand,
  [auction, show, ledger = initialLedgerState]: AuctionStates,
  { nowMs, principal, briefing: facts }: CommandContext<AuctionFacts>,
): Decision<AuctionEvent, ErrorCode> {
  const holdId = holdIdFor(command, auction, ledger);
  const briefing = auctionBriefing(command, facts, show, { principal, holdId });
  return decideAuction(command, auction, { nowMs, actor: bidderIn(auction, principal), briefing });
}

function withStock(
  { shopId }: CommerceDeps,
  events: readonly AuctionEvent[],
  [auction, , ledger]: AuctionStates,
  context: CommandContext<AuctionFacts>,
  { showId }: AuctionCommand,
): Decision<StreamEvent, ErrorCode> {
  const ofAuction = events.map((event) => ({ streamId: auctionStreamId(shopId, showId), event }));
  if (ledger === undefined) return accepted(...ofAuction);
  const stock = decideLotStock(events, auction, ledger, context);
  if (stock.outcome === 'rejected') return stock;
  const ofLedger = stock.events.map((event) => ({ streamId: shopStreamId(shopId, 'ledger'), event }));
  return accepted<StreamEvent>(...ofAuction, ...ofLedger);
}

function mayNot(
  command: AuctionCommand,
  principal: Principal,
  show: ShowState,
): Rejection<ErrorCode> | undefined {
  const method = `auction.${command.type}` as const;
  return isInternal(method) ? authoriseInternal(principal) : authorise(principal, method, { show });
}

/** What the domain need not know: how the show stands, and what the catalogue holds. */
function unsuited(
  { type }: AuctionCommand,
  { status }: ShowState,
  { unknownSkuId }: AuctionFacts,
): Rejection<ErrorCode> | undefined {
  const opens = type === 'open-lot' || type === 'reopen-last-lot';
  if (opens && status !== 'live' && status !== 'rehearsal')
    return { code: 'show-wrong-status', details: { status } };
  return unknownSkuId === null ? undefined : { code: 'sku-not-found', details: { skuId: unknownSkuId } };
}

/** A clock that was set back between the timer and the decision: for the moment only, so that the timer stays armed. */
const tooEarly = (command: AuctionCommand, nowMs: number): Rejection<ErrorCode> | undefined =>
  command.type === 'end-lot-by-clock' && nowMs < command.endsAtMs + closeGraceMs
    ? { code: 'conflict' }
    : undefined;
