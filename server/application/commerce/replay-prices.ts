import {
  askingMinor,
  endAfter,
  meetsReserve,
  priceAfter,
  standingsAfter,
  type LotTerms,
  type Max,
  type Standings,
} from '#domain/auction/auction.ts';
import { assertNever } from '#domain/decision.ts';
import type { PersonId } from '#domain/ids.ts';
import type { ChainLine } from './log-file.ts';

type BidLine = Extract<ChainLine, { readonly kind: 'bid' | 'max' }>;

/** What is known of the max of a bid: itself, or that it is the leader's and above what he pays. */
export type KnownMax =
  | { readonly kind: 'revealed'; readonly maxMinor: number }
  | { readonly kind: 'withheld'; readonly leastMinor: number };

/** What of the file the prices rest on beside the chain. */
export interface Revealed {
  readonly maxOf: (sequence: number) => KnownMax | undefined;
  readonly reserveOf: (run: number) => number | undefined;
}

/** How a lot ended, as computed. */
export interface Outcome {
  readonly winner: string | null;
  readonly priceMinor: number | null;
}

/** What is wrong, in words that follow "line 7". */
type Faults = Generator<string, void, undefined>;

interface Run {
  readonly terms: LotTerms;
  readonly standings: Standings;
  readonly priceMinor: number | null;
  readonly endsAtMs: number | null;
  readonly extendedMs: number;
  readonly isOpen: boolean;
  readonly isVoid: boolean;
}

/** Computes a lot anew with the pricing that decided it, line by line; says of each line where it differs. */
export class PriceReplay {
  readonly #revealed: Revealed;
  #run: Run | undefined;
  /** Lines whose max was withheld since the run opened: they must be of who leads in the end. */
  #withheld: { readonly bidder: string; readonly leastMinor: number }[] = [];

  constructor(revealed: Revealed) {
    this.#revealed = revealed;
  }

  get outcome(): Outcome {
    const run = this.#run;
    if (!run || run.isOpen || run.isVoid || !isSale(run)) return { winner: null, priceMinor: null };
    return { winner: run.standings.leader?.bidderId ?? null, priceMinor: run.priceMinor };
  }

  /** What is wrong with the line; nothing: it is what the rules say. */
  *check(line: ChainLine): Faults {
    switch (line.kind) {
      case 'opened':
        this.#open(line);
        return;
      case 'reopened':
        if (!this.#run || this.#run.isOpen) yield 'opens again what was not closed';
        else this.#run = { ...this.#run, endsAtMs: line.endsAtMs, extendedMs: 0, isOpen: true };
        return;
      case 'bid':
      case 'max':
        return yield* this.#bid(line);
      case 'going':
        if (!this.#run?.isOpen) yield 'calls a lot that is not open';
        return;
      case 'sold':
      case 'unsold':
      case 'voided':
        return yield* this.#close(line);
      default:
        return assertNever(line);
    }
  }

  #open({ run, terms, hasReserve, endsAtMs }: Extract<ChainLine, { readonly kind: 'opened' }>): void {
    // A reserve that nobody met is told to nobody, and nobody's max reaches it.
    const reserveMinor = hasReserve ? (this.#revealed.reserveOf(run) ?? Number.POSITIVE_INFINITY) : null;
    const standings = { leader: null, runnerUp: null };
    const empty = { standings, priceMinor: null, extendedMs: 0, isOpen: true, isVoid: false };
    this.#run = { ...empty, terms: { ...terms, reserveMinor }, endsAtMs };
    this.#withheld = [];
  }

  *#bid(line: BidLine): Faults {
    const run = this.#run;
    if (!run?.isOpen) return yield 'bids on a lot that is not open';
    const known = this.#revealed.maxOf(line.sequence);
    if (!known) return yield 'has a max that is neither revealed nor withheld';
    if (known.kind === 'withheld') this.#withheld.push({ bidder: line.bidder, leastMinor: known.leastMinor });
    // Above all that anybody else would pay, which is all that the prices need of it.
    const maxMinor = known.kind === 'revealed' ? known.maxMinor : known.leastMinor + 1;
    yield* refusals(line, run, known.kind === 'revealed' ? maxMinor : null);
    const bid: Max = { bidderId: line.bidder as PersonId, maxMinor };
    const next = line.kind === 'bid' ? afterBid(run, bid, line) : afterMax(run, bid);
    this.#run = next;
    const { leader } = next.standings;
    yield* differences(line, {
      priceMinor: next.priceMinor,
      leader: leader?.bidderId,
      isReserveMet: leader !== null && meetsReserve(leader.maxMinor, run.terms),
      endsAtMs: next.endsAtMs,
    });
  }

  *#close(line: Extract<ChainLine, { readonly kind: 'sold' | 'unsold' | 'voided' }>): Faults {
    const run = this.#run;
    if (!run?.isOpen && line.kind !== 'voided') return yield 'closes a lot that is not open';
    if (!run) return yield 'voids a lot that never opened';
    this.#run = { ...run, isOpen: false, isVoid: line.kind === 'voided' };
    if (line.kind === 'sold') {
      yield* differences(line, { bidder: run.standings.leader?.bidderId, priceMinor: run.priceMinor });
      if (!isSale(run)) yield 'sells what did not meet its reserve';
    }
    if (line.kind === 'unsold' && isSale(run)) yield 'does not sell what somebody bid enough for';
    for (const { bidder, leastMinor } of this.#withheld) {
      if (bidder !== run.standings.leader?.bidderId)
        yield `ends a run with a max of ${bidder} withheld, who does not lead`;
      else if (leastMinor !== run.priceMinor) yield 'ends a run with a max withheld at another price';
    }
  }
}

/** Whether the bid could be placed at all. A max that is not known was at least the price that it led to. */
function* refusals(line: BidLine, { standings, priceMinor, terms }: Run, maxMinor: number | null): Faults {
  const leads = standings.leader?.bidderId === line.bidder;
  if (line.kind === 'max' && !leads) yield 'changes a max without the lead';
  if (line.kind === 'bid' && leads) yield 'bids against himself';
  const leastMinor = line.kind === 'bid' ? askingMinor(priceMinor, terms) : (priceMinor ?? 0);
  if (maxMinor !== null && maxMinor < leastMinor) yield `bids ${maxMinor} where ${leastMinor} was asked`;
}

function afterBid(
  run: Run,
  bid: Max,
  { isExact, readAtMs }: Extract<BidLine, { readonly kind: 'bid' }>,
): Run {
  const standings = standingsAfter(run.standings, bid);
  const exactMinor = isExact && standings.leader === bid ? bid.maxMinor : null;
  const endsAtMs = endAfter(run, run.terms, readAtMs);
  return {
    ...run,
    standings,
    priceMinor: priceAfter(standings, run.terms, { priceMinor: run.priceMinor, exactMinor }),
    endsAtMs,
    extendedMs: run.extendedMs + ((endsAtMs ?? 0) - (run.endsAtMs ?? 0)),
  };
}

function afterMax(run: Run, leader: Max): Run {
  const standings = { ...run.standings, leader };
  const { priceMinor } = run;
  return {
    ...run,
    standings,
    priceMinor: priceAfter(standings, run.terms, { priceMinor, exactMinor: null }),
  };
}

function* differences(line: object, computed: Readonly<Record<string, unknown>>): Faults {
  for (const [field, value] of Object.entries(computed)) {
    const told = (line as Readonly<Record<string, unknown>>)[field];
    if (told !== value) yield `says ${field} ${String(told)} where the bids come to ${String(value)}`;
  }
}

const isSale = ({ standings: { leader }, terms }: Run): boolean =>
  leader !== null && meetsReserve(leader.maxMinor, terms);
