import { accepted, assertNever, rejected } from '../decision.ts';
import type { AuctionCommand, AuctionContext, AuctionDecision, LotDraft } from './commands.ts';
import { isAmount, isIncrementTable } from './increments.ts';
import { lotById } from './selectors.ts';
import { maximumLots, type AuctionState, type Lot, type LotFacts } from './state.ts';
import { type LotTerms } from './terms.ts';

type QueueCommand = Extract<
  AuctionCommand,
  { readonly type: 'add-lot' | 'edit-lot' | 'move-lot' | 'remove-lot' | 'rerun-lot' }
>;

/** The list of what comes up. What is not queued stays where and as it is. */
export function decideQueue(
  command: QueueCommand,
  state: AuctionState,
  context: AuctionContext,
): AuctionDecision {
  if (command.type === 'add-lot') return addLot(command, state, context);
  const { lotId } = command;
  const lot = lotById(state, lotId);
  if (!lot) return rejected('lot-not-found');
  if (command.type === 'rerun-lot') return rerun(lot);
  if (lot.status !== 'queued') return rejected('lot-wrong-status', { status: lot.status });
  switch (command.type) {
    case 'edit-lot': {
      const facts = factsOfDraft(command, context);
      const field = faultyField(facts.terms) ?? faultyLines(facts.lines);
      if (field !== undefined) return rejected('lot-terms-invalid', { field });
      const { preBids: _preBids, run: _run, status: _status, ...before } = lot;
      if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(facts)))
        return rejected('auction-unchanged');
      return accepted({ type: 'lot-edited', lotId, facts });
    }
    case 'move-lot':
      return move(command, state);
    case 'remove-lot':
      return accepted({ type: 'lot-removed', lotId });
    default:
      return assertNever(command);
  }
}

function addLot(
  command: Extract<QueueCommand, { readonly type: 'add-lot' }>,
  state: AuctionState,
  context: AuctionContext,
): AuctionDecision {
  const { lotId, showId } = command;
  if (lotById(state, lotId) || state.removedLotIds.includes(lotId)) return rejected('lot-exists');
  if (state.lots.length >= maximumLots) return rejected('lot-limit-reached');
  const facts = factsOfDraft(command, context);
  const field = faultyField(facts.terms) ?? faultyLines(facts.lines);
  if (field !== undefined) return rejected('lot-terms-invalid', { field });
  return accepted({ type: 'lot-added', lotId, showId, facts });
}

function move(
  { lotId, beforeLotId }: Extract<QueueCommand, { readonly type: 'move-lot' }>,
  { lots }: AuctionState,
): AuctionDecision {
  const index = lots.findIndex((lot) => lot.lotId === lotId);
  const next = lots[index + 1]?.lotId ?? null;
  if (beforeLotId !== null && !lots.some((lot) => lot.lotId === beforeLotId))
    return rejected('lot-not-found');
  if (beforeLotId === lotId || beforeLotId === next) return rejected('auction-unchanged');
  return accepted({ type: 'lot-moved', lotId, beforeLotId });
}

/** Not while somebody may still pay for it, or take the second chance. */
function rerun(lot: Lot): AuctionDecision {
  const again = accepted({ type: 'lot-requeued' as const, lotId: lot.lotId });
  switch (lot.status) {
    case 'voided':
    case 'unsold':
      return again;
    case 'sold': {
      const { status } = lot.sale.settlement;
      const isOver = status === 'unpaid' || status === 'second-chance-over' || status === 'nothing-due';
      return isOver ? again : rejected('lot-wrong-status', { status });
    }
    case 'queued':
    case 'open':
      return rejected('lot-wrong-status', { status: lot.status });
    default:
      return assertNever(lot);
  }
}

const factsOfDraft = (
  { lotId, lot }: { readonly lotId: Lot['lotId']; readonly lot: LotDraft },
  { briefing }: AuctionContext,
): Omit<LotFacts, 'preBids' | 'run'> => ({
  lotId,
  ...lot,
  terms: { ...lot.terms, increments: lot.terms.increments ?? briefing.increments },
});

const isSpan = (ms: number): boolean => Number.isInteger(ms) && ms >= 0;

/** The first term that contradicts the others. A start of nothing would make a sale of nothing. */
function faultyField(terms: LotTerms): keyof LotTerms | undefined {
  const { kind, startMinor, reserveMinor, durationMs, counterBidMs, extensionCapMs, increments } = terms;
  if (!isAmount(startMinor) || startMinor < 1) return 'startMinor';
  if (reserveMinor !== null && (!isAmount(reserveMinor) || reserveMinor < startMinor)) return 'reserveMinor';
  if (!isSpan(durationMs) || (kind === 'timed' && durationMs === 0)) return 'durationMs';
  if (!isSpan(counterBidMs)) return 'counterBidMs';
  if (!isSpan(extensionCapMs)) return 'extensionCapMs';
  return isIncrementTable(increments) ? undefined : 'increments';
}

function faultyLines(lines: LotFacts['lines']): 'lines' | undefined {
  const areCounts = lines.every(({ quantity }) => Number.isSafeInteger(quantity) && quantity > 0);
  const areApart = new Set(lines.map(({ skuId }) => skuId)).size === lines.length;
  return areCounts && areApart ? undefined : 'lines';
}

/** With its keys in one order, at every depth. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : value !== null && typeof value === 'object'
      ? Object.entries(value)
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([key, field]) => [key, sorted(field)])
      : value;
