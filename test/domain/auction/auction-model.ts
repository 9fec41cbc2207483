import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import {
  decideAuction,
  defaultIncrements,
  evolveAuction,
  initialAuctionState,
  lotById,
  runOf,
  type AuctionCommand,
  type AuctionEvent,
  type AuctionState,
  type LotTerms,
} from '#domain/auction/auction.ts';
import type { PersonId } from '#domain/ids.ts';
import { bid, briefing, draft, host, nowMs, on, personIdOf, vase } from './auction-examples.ts';
import { NaiveLot } from './naive-auction.ts';

const bidders = ['ada', 'bob', 'eve', 'kim', 'lou'].map(personIdOf);

export interface Step {
  readonly by: PersonId;
  /** Above the price that the bidder sees, in hundredths of the least unit of fun: small, so that bids tie. */
  readonly aboveMinor: number;
  readonly isExact: boolean;
  readonly laterMs: number;
}

const amount = fc.integer({ min: 1, max: 60 }).map((units) => units * 100);
const table = fc.oneof(
  fc.constant(defaultIncrements),
  fc.constant([
    { fromMinor: 0, incrementMinor: 50 },
    { fromMinor: 2000, incrementMinor: 700 },
    // Falls, so that the next step's price would be lower than the last one's.
    { fromMinor: 4000, incrementMinor: 10 },
  ]),
);

export const someTerms: fc.Arbitrary<LotTerms> = fc
  .record({
    kind: fc.constantFrom('hammer' as const, 'timed' as const),
    startMinor: amount,
    aboveMinor: fc.option(amount),
    durationMs: fc.integer({ min: 1, max: 30_000 }),
    counterBidMs: fc.constantFrom(0, 5_000, 10_000),
    extensionCapMs: fc.integer({ min: 0, max: 40_000 }),
    increments: table,
  })
  .map(({ aboveMinor, ...terms }) => ({
    ...terms,
    reserveMinor: aboveMinor === null ? null : terms.startMinor + aboveMinor,
  }));

export const someSteps = (maximum: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      by: fc.constantFrom(...bidders),
      aboveMinor: fc.integer({ min: -3, max: 40 }).map((units) => units * 100),
      isExact: fc.boolean(),
      laterMs: fc.integer({ min: 0, max: 6_000 }),
    }),
    { maxLength: maximum },
  );

interface Happened {
  readonly event: AuctionEvent;
  readonly atMs: number;
  readonly actorId: PersonId;
}

/** One auction, step by step beside the oracle. Throws where they differ, or where a law is broken. */
export function checkAgainstOracle(terms: LotTerms, steps: readonly Step[]): void {
  const happened: Happened[] = [];
  let state = initialAuctionState;
  const happens = (command: AuctionCommand, actor: PersonId, atMs: number): string | undefined => {
    const decision = decideAuction(command, state, { nowMs: atMs, actor, briefing: briefing({}, atMs) });
    if (decision.outcome === 'rejected') return decision.rejection.code;
    for (const event of decision.events) {
      const one = { event, atMs, actorId: actor };
      happened.push(one);
      state = evolveAuction(state, one);
    }
    return undefined;
  };
  happens(on('add-lot', { lot: draft(terms) }), host, nowMs);
  happens(on('open-lot', {}), host, nowMs);
  const naive = new NaiveLot(terms, nowMs);
  let atMs = nowMs;
  let highestMinor = 0;
  for (const { by, aboveMinor, isExact, laterMs } of steps) {
    atMs += laterMs;
    const amountMinor = Math.max(1, (naive.now.priceMinor ?? terms.startMinor) + aboveMinor);
    const refusal = happens(bid(amountMinor, { isExact }, atMs), by, atMs);
    deepStrictEqual(refusal, naive.bid(by, amountMinor, isExact, atMs));
    deepStrictEqual(seen(state), { ...naive.now, endsAtMs: naive.endsAtMs });
    const { priceMinor = 0 } = naive.now;
    deepStrictEqual(priceMinor >= highestMinor, true, 'the price fell');
    highestMinor = priceMinor;
    state = JSON.parse(JSON.stringify(state)) as AuctionState;
  }
  deepStrictEqual(happened.reduce(evolveAuction, initialAuctionState), state, 'replay is not live');
  endsAsItStands(state, terms, happens);
}

function seen(state: AuctionState) {
  const lot = lotById(state, vase);
  const run = lot && runOf(lot);
  if (!run) throw new Error('the lot is gone');
  const { leader, runnerUp, priceMinor, isReserveMet, endsAtMs } = run;
  return {
    priceMinor: priceMinor ?? undefined,
    leaderId: leader?.bidderId,
    runnerUpId: runnerUp?.bidderId,
    runnerUpMinor: runnerUp?.maxMinor,
    isReserveMet,
    endsAtMs: endsAtMs ?? Number.POSITIVE_INFINITY,
  };
}

/** Sold to who leads at the price that is seen, if the reserve is met; by the clock or by the hammer. */
function endsAsItStands(
  before: AuctionState,
  { kind }: LotTerms,
  happens: (command: AuctionCommand, actor: PersonId, atMs: number) => string | undefined,
): void {
  const { priceMinor = null, leaderId, isReserveMet, endsAtMs } = seen(before);
  const atMs = nowMs + 100_000_000;
  const close =
    kind === 'hammer'
      ? on('close-lot', { seenPriceMinor: priceMinor })
      : on('end-lot-by-clock', { run: 1, endsAtMs });
  deepStrictEqual(happens(close, host, atMs), undefined);
  const sells = leaderId !== undefined && isReserveMet;
  const decision = decideAuction(bid(9_000_000, {}, atMs), before, {
    nowMs: atMs,
    actor: host,
    briefing: briefing({}, atMs),
  });
  if (kind === 'timed') deepStrictEqual(decision.outcome, 'rejected', 'a bid after the end was taken');
  const closed = lotById(closedState(before, close, atMs), vase);
  deepStrictEqual(closed?.status, sells ? 'sold' : 'unsold');
  if (closed?.status === 'sold')
    deepStrictEqual([closed.sale.buyer.bidderId, closed.sale.priceMinor], [leaderId, priceMinor]);
}

function closedState(before: AuctionState, command: AuctionCommand, atMs: number): AuctionState {
  const decision = decideAuction(command, before, { nowMs: atMs, actor: host, briefing: briefing({}, atMs) });
  const events = decision.outcome === 'accepted' ? decision.events : [];
  return events.reduce((state, event) => evolveAuction(state, { event, atMs, actorId: host }), before);
}
