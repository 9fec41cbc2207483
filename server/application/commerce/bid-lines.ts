import type { AuctionEvent, LotTerms } from '#domain/auction/auction.ts';
import type { RecordedEvent } from '../ports.ts';

/** In every line: which lot and run, and where and when in the auction's one order. */
interface AnyLine {
  readonly showId: string;
  readonly lotId: string;
  readonly run: number;
  /** Version of the event in the stream of the auction. */
  readonly sequence: number;
  /** Store time of the append. */
  readonly atMs: number;
}

/** What a bid came to, for whoever computes it again. */
interface BidOutcome {
  /** 'Bidder 3': the same in the whole show, and never a name. */
  readonly bidder: string;
  /** SHA-256 of max and nonce; see `commitmentOf`. */
  readonly commitment: string;
  readonly priceMinor: number;
  readonly leader: string;
  readonly isReserveMet: boolean;
  readonly endsAtMs: number | null;
}

/** A line of the public log of one lot, before it is chained. */
export type LogLine = AnyLine &
  (
    | {
        readonly kind: 'opened';
        readonly terms: Omit<LotTerms, 'reserveMinor'>;
        readonly hasReserve: boolean;
        readonly endsAtMs: number | null;
      }
    | ({
        readonly kind: 'bid';
        readonly via: 'online' | 'floor' | 'pre-bid';
        readonly paddle: number | null;
        readonly isExact: boolean;
        readonly readAtMs: number;
      } & BidOutcome)
    | ({ readonly kind: 'max' } & BidOutcome)
    | { readonly kind: 'going'; readonly call: 0 | 1 | 2 }
    | { readonly kind: 'sold'; readonly bidder: string; readonly priceMinor: number }
    | { readonly kind: 'unsold' }
    | { readonly kind: 'voided'; readonly reason: string }
    | { readonly kind: 'reopened'; readonly endsAtMs: number | null }
  );

export type BidLine = Extract<LogLine, { readonly kind: 'bid' | 'max' }>;

/** What of an auction the lines of its lots need beside the events themselves. Kept by `bid-chain.ts`. */
export interface LineContext {
  readonly terms: LotTerms;
  /** The number under which others see a person. */
  readonly bidderOf: (personId: string) => string;
  readonly commitmentOf: (maxMinor: number, nonce: string) => string;
}

/** The public line of an event; undefined where it has none. */
export function lineOf(
  { event, version: sequence, atMs }: RecordedEvent<AuctionEvent>,
  showId: string,
  { terms, bidderOf, commitmentOf }: LineContext,
): LogLine | undefined {
  if (!('run' in event)) return undefined;
  const { lotId, run } = event;
  const any = { showId, lotId, run, sequence, atMs };
  switch (event.type) {
    case 'lot-opened': {
      const { reserveMinor, ...published } = terms;
      const hasReserve = reserveMinor !== null;
      return { ...any, kind: 'opened', terms: published, hasReserve, endsAtMs: event.endsAtMs };
    }
    case 'bid-placed':
    case 'max-bid-changed': {
      const outcome = outcomeOf(event, { bidderOf, commitmentOf });
      if (event.type === 'max-bid-changed') return { ...any, kind: 'max', ...outcome };
      const { via, paddle, isExact, readAtMs } = event;
      return { ...any, kind: 'bid', via, paddle, isExact, readAtMs, ...outcome };
    }
    case 'going-called':
      return { ...any, kind: 'going', call: event.call };
    case 'going-taken-back':
      return { ...any, kind: 'going', call: 0 };
    case 'lot-sold':
      return { ...any, kind: 'sold', bidder: bidderOf(event.buyerId), priceMinor: event.priceMinor };
    case 'lot-unsold':
      return { ...any, kind: 'unsold' };
    case 'lot-voided':
      return { ...any, kind: 'voided', reason: event.reason };
    case 'lot-reopened':
      return { ...any, kind: 'reopened', endsAtMs: event.endsAtMs };
  }
}

function outcomeOf(
  { bidderId, maxMinor, nonce, result }: BidEvent,
  { bidderOf, commitmentOf }: Pick<LineContext, 'bidderOf' | 'commitmentOf'>,
): BidOutcome {
  const { priceMinor, leaderId, isReserveMet, endsAtMs } = result;
  const [bidder, leader] = [bidderOf(bidderId), bidderOf(leaderId)];
  const commitment = commitmentOf(maxMinor, nonce);
  return { bidder, commitment, priceMinor, leader, isReserveMet, endsAtMs };
}

type BidEvent = Extract<AuctionEvent, { readonly type: 'bid-placed' | 'max-bid-changed' }>;
