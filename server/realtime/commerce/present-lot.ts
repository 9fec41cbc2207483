import type { AuctionState, HistoryEntry, Lot, OpenRun, Sale, Standing } from '#domain/auction/auction.ts';
import { askingMinor } from '#domain/auction/increments.ts';
import { ownMaxMinorOf, preBidOf, runOf } from '#domain/auction/selectors.ts';
import type { PersonId } from '#domain/ids.ts';
import type { BidderView, LotView } from '#protocol/auction-views.ts';
import type { Reader } from '../channels/channel-kind.ts';

/** What a presentation of an auction knows beside its state. */
export interface AuctionSurroundings {
  readonly showId: string;
  readonly nameOf: (personId: PersonId) => string;
}

/** A bid, as far as it is about who made it. */
type Made = Pick<Standing, 'bidderId' | 'bidderNumber' | 'via' | 'paddle'>;

/** Bids that are told of a lot that is closed: how it ended, not how it went. */
const historyOfClosed = 3;

/** Lots as one reader may see them now: every text of an auction goes through here, whatever it is part of. */
export class LotPresentation {
  readonly #around: AuctionSurroundings;
  readonly #state: AuctionState;
  readonly #reader: Reader;

  constructor(around: AuctionSurroundings, state: AuctionState, reader: Reader) {
    this.#around = around;
    this.#state = state;
    this.#reader = reader;
  }

  get isStaff(): boolean {
    return this.#reader.audience === 'staff';
  }

  /** Whether there is a run that this reader knows of: the public takes a rehearsal for the wait before the show. */
  seesRun(lot: Lot): boolean {
    return this.#runOf(lot) !== null;
  }

  lot(lot: Lot): LotView {
    const { lotId, title, productId, mediaId, lines, terms, run } = lot;
    const { durationMs, counterBidMs, extensionCapMs, increments } = terms;
    const shown = this.#runOf(lot);
    return {
      lotId,
      title,
      productId,
      mediaId,
      lines,
      kind: terms.kind,
      startMinor: terms.startMinor,
      hasReserve: terms.reserveMinor !== null,
      ...(this.isStaff ? { reserveMinor: terms.reserveMinor } : {}),
      terms: { durationMs, counterBidMs, extensionCapMs, increments },
      status: shown === null ? 'queued' : lot.status,
      // Which run comes next would tell the public of rehearsals; a bid before the start is for whichever does.
      run: shown === null && !this.isStaff ? 0 : run,
      current: shown && this.#current(lot, shown),
      sale: shown !== null && lot.status === 'sold' ? this.#sale(lot.sale) : null,
      voidReason: shown !== null && lot.status === 'voided' ? lot.reason : null,
      own: this.#own(lot, shown),
      preBidCount: lot.preBids.length,
    };
  }

  bidder({ bidderId, bidderNumber, via, paddle }: Made): BidderView {
    return {
      number: bidderNumber,
      via,
      paddle,
      isYou: bidderId === this.#reader.personId,
      ...(this.isStaff ? { person: { personId: bidderId, name: this.#around.nameOf(bidderId) } } : {}),
    };
  }

  #runOf(lot: Lot): OpenRun | null {
    const run = runOf(lot);
    return run === undefined || (run.isRehearsal && !this.isStaff) ? null : run;
  }

  #current({ status, terms }: Lot, run: OpenRun): NonNullable<LotView['current']> {
    const { leader, history, priceMinor } = run;
    const shown = status === 'open' ? history : history.slice(0, historyOfClosed);
    return {
      bookRun: run.bookRun,
      openedAtMs: run.openedAtMs,
      endsAtMs: run.endsAtMs,
      extendedMs: run.extendedMs,
      calls: run.calls,
      priceMinor,
      askingMinor: askingMinor(priceMinor, terms),
      leader: leader && this.bidder(leader),
      bidCount: run.bidCount,
      isReserveMet: run.isReserveMet,
      isRehearsal: run.isRehearsal,
      history: shown.map((entry) => this.#entry(entry)),
    };
  }

  #entry(entry: HistoryEntry): NonNullable<LotView['current']>['history'][number] {
    const { sequence, priceMinor, atMs } = entry;
    return { sequence, bidder: this.bidder(entry), priceMinor, atMs };
  }

  #sale(sale: Sale): NonNullable<LotView['sale']> {
    const { soldAtMs, buyer, priceMinor, settlement } = sale;
    const isBuyer = buyer.bidderId === this.#reader.personId;
    const isOffered = settlement.status === 'second-chance' && settlement.bidderId === this.#reader.personId;
    // Whom the second chance is offered, and how much he would pay, the first winner does not learn.
    const isForBuyer = isBuyer && settlement.status !== 'second-chance';
    const canOffer = settlement.status === 'unpaid' && !sale.hasUsedSecondChance && sale.runnerUp !== null;
    return {
      soldAtMs,
      buyer: this.bidder(buyer),
      priceMinor,
      settlement: this.isStaff || isForBuyer || isOffered ? settlement : null,
      orderId: this.isStaff || isBuyer ? sale.orderId : null,
      canOfferSecondChance: this.isStaff && canOffer,
    };
  }

  #own(lot: Lot, run: OpenRun | null): LotView['own'] {
    const { personId } = this.#reader;
    if (personId === null) return null;
    // A rehearsal leaves them where they are.
    const preBid = run === null ? preBidOf(lot, personId) : undefined;
    const secondChance = run === null ? null : secondChanceOf(lot, personId);
    const highestMinor = run === null ? null : ownMaxMinorOf(this.#state, lot, personId);
    if (preBid === undefined && secondChance === null && highestMinor === null) return null;
    const leader = run?.leader?.bidderId === personId ? run.leader : undefined;
    return {
      // Whoever is outbid has nothing secret left in the lot.
      maxMinor: leader?.maxMinor ?? null,
      isLeading: leader !== undefined,
      highestMinor,
      isOutbid: highestMinor !== null && leader === undefined,
      preBidMinor: preBid?.maxMinor ?? null,
      secondChance,
    };
  }
}

function secondChanceOf(lot: Lot, personId: PersonId): NonNullable<LotView['own']>['secondChance'] {
  if (lot.status !== 'sold' || lot.sale.settlement.status !== 'second-chance') return null;
  const { bidderId, amountMinor, untilMs } = lot.sale.settlement;
  return bidderId === personId ? { amountMinor, untilMs } : null;
}
