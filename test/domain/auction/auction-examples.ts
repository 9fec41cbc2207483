import type { Test } from 'tap';
import type { Rejection } from '#domain/decision.ts';
import type { HoldId, LotId, OrderId, PersonId, ShowId } from '#domain/ids.ts';
import {
  decideAuction,
  defaultIncrements,
  evolveAuction,
  initialAuctionState,
  lotById,
  type AuctionBriefing,
  type AuctionCommand,
  type AuctionEvent,
  type AuctionState,
  type Lot,
  type LotDraft,
  type LotTerms,
} from '#domain/auction/auction.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
export const showId = 'show-0001' as ShowId;
export const lotIdOf = (name: string): LotId => `lot-${name}` as LotId;
export const personIdOf = (name: string): PersonId => `person-${name}` as PersonId;
export const orderIdOf = (personId: PersonId): OrderId => `order of ${personId}` as OrderId;
export const holdId = 'hold-0001' as HoldId;

export const ada = personIdOf('ada');
export const bob = personIdOf('bob');
export const eve = personIdOf('eve');
export const host = personIdOf('host');
export const vase = lotIdOf('vase');

/** When the commands of an example come, unless they say otherwise. */
export const nowMs = 2_000_000;

export const hammer: LotTerms = {
  kind: 'hammer',
  startMinor: 1000,
  reserveMinor: null,
  durationMs: 0,
  counterBidMs: 0,
  extensionCapMs: 0,
  increments: defaultIncrements,
};
export const timed: LotTerms = {
  ...hammer,
  kind: 'timed',
  durationMs: 60_000,
  counterBidMs: 10_000,
  extensionCapMs: 25_000,
};

export const draft = (terms: LotTerms, parts: Partial<LotDraft> = {}): LotDraft => ({
  title: 'a vase',
  productId: null,
  mediaId: null,
  lines: [],
  ...parts,
  terms,
});

export const briefing = (parts: Partial<AuctionBriefing> = {}, readAtMs = nowMs): AuctionBriefing => ({
  showStatus: 'live',
  isCrew: false,
  lacks: null,
  readAtMs,
  nonce: 'nonce',
  preBidNonceOf: (personId) => `nonce of ${personId}`,
  increments: defaultIncrements,
  paymentDueMs: 900_000,
  secondChanceMs: 600_000,
  holdId,
  orderIdOf,
  ...parts,
});

export interface Circumstances {
  readonly by?: PersonId;
  readonly nowMs?: number;
  readonly briefing?: Partial<AuctionBriefing>;
}

type Named<Type extends AuctionCommand['type']> = Extract<AuctionCommand, { readonly type: Type }>;

/** An auction under way: commands one after another, each of which must be accepted unless it is asked otherwise. */
export class Auction {
  state: AuctionState = initialAuctionState;
  readonly events: AuctionEvent[] = [];
  readonly #t: Test;

  constructor(t: Test) {
    this.#t = t;
  }

  decide(command: AuctionCommand, circumstances: Circumstances = {}) {
    const { by = host, nowMs: atMs = nowMs, briefing: parts } = circumstances;
    return decideAuction(command, this.state, {
      nowMs: atMs,
      actor: by,
      briefing: briefing(parts, atMs),
    });
  }

  /** Accepted; answers what happened. */
  does(command: AuctionCommand, circumstances: Circumstances = {}): readonly AuctionEvent[] {
    const decision = this.decide(command, circumstances);
    const said = decision.outcome === 'rejected' ? JSON.stringify(decision.rejection) : 'accepted';
    this.#t.equal(said, 'accepted', command.type);
    if (decision.outcome === 'rejected') return [];
    const { by = host, nowMs: atMs = nowMs } = circumstances;
    for (const event of decision.events) this.state = evolveAuction(this.state, { event, atMs, actorId: by });
    this.events.push(...decision.events);
    return decision.events;
  }

  refuses(
    command: AuctionCommand,
    code: string,
    circumstances: Circumstances = {},
    details?: Rejection['details'],
  ): void {
    const decision = this.decide(command, circumstances);
    const rejection = details === undefined ? { code } : { code, details };
    this.#t.match(decision, { outcome: 'rejected', rejection }, `${command.type} is refused as ${code}`);
  }

  lot(lotId: LotId = vase): Lot {
    const lot = lotById(this.state, lotId);
    if (!lot) throw new Error(`no ${lotId}`);
    return lot;
  }

  /** What everybody sees of the open lot. */
  get seen() {
    const lot = this.lot();
    const run = lot.status === 'open' ? lot.openRun : lot.status === 'queued' ? undefined : lot.lastRun;
    return {
      status: lot.status,
      priceMinor: run?.priceMinor,
      leader: run?.leader?.bidderId,
      runnerUp: run?.runnerUp?.bidderId,
      endsAtMs: run?.endsAtMs,
      isReserveMet: run?.isReserveMet,
      calls: run?.calls,
    };
  }
}

export const on = <Type extends AuctionCommand['type']>(
  type: Type,
  parts: Omit<Named<Type>, 'type' | 'showId' | 'lotId'> & { readonly lotId?: LotId },
): Named<Type> =>
  // Each command of a lot has these three; `parts` has the rest of it by its type.
  ({ type, showId, lotId: vase, ...parts }) as unknown as Named<Type>;

export const bid = (
  amountMinor: number,
  parts: Partial<Named<'place-bid'>> = {},
  atMs = nowMs,
): Named<'place-bid'> => on('place-bid', { run: 1, amountMinor, isExact: false, tappedAtMs: atMs, ...parts });

/** With one lot of these terms in its queue. */
export function queued(t: Test, terms: LotTerms = hammer, parts: Partial<LotDraft> = {}): Auction {
  const auction = new Auction(t);
  auction.does(on('add-lot', { lot: draft(terms, parts) }));
  return auction;
}

/** Likewise, and it is open. */
export function opened(t: Test, terms: LotTerms = hammer, parts: Partial<LotDraft> = {}): Auction {
  const auction = queued(t, terms, parts);
  auction.does(on('open-lot', {}));
  return auction;
}
