import type { AuctionEvent } from '#domain/auction/auction.ts';
import type { RecordedEvent } from '../ports.ts';
import { BidChains, canonical, type ChainedLine } from './bid-chain.ts';

/** What follows the chain in the file of a lot: what may be known now that it is over. Proven by the commitments. */
export type Revelation =
  | {
      readonly kind: 'revealed';
      readonly sequence: number;
      readonly maxMinor: number;
      readonly nonce: string;
    }
  /** The leader's max, which is more than he pays: only how much it is at least. */
  | { readonly kind: 'withheld'; readonly sequence: number; readonly leastMinor: number }
  /** Of a run whose reserve was met. */
  | { readonly kind: 'reserve'; readonly run: number; readonly reserveMinor: number };

/** The first line of the file. */
export interface KeyLine {
  readonly kind: 'key';
  readonly algorithm: 'Ed25519';
  readonly publicKey: string;
}

interface Secret {
  readonly sequence: number;
  readonly bidderId: string;
  readonly maxMinor: number;
  readonly nonce: string;
}

/** Whose maxes of a run stay secret, and above which price. */
class RunSecrets {
  readonly #secrets: Secret[] = [];
  readonly run: number;
  #leaderId: string | undefined;
  #priceMinor = 0;
  #isReserveMet = false;

  constructor(run: number) {
    this.run = run;
  }

  fold({ event, version: sequence }: RecordedEvent<AuctionEvent>): void {
    if (event.type !== 'bid-placed' && event.type !== 'max-bid-changed') return;
    const { bidderId, maxMinor, nonce, result } = event;
    this.#secrets.push({ sequence, bidderId, maxMinor, nonce });
    this.#leaderId = result.leaderId;
    this.#priceMinor = result.priceMinor;
    this.#isReserveMet = result.isReserveMet;
  }

  *revelations(reserveMinor: number | null): Generator<Revelation> {
    for (const { sequence, bidderId, maxMinor, nonce } of this.#secrets) {
      const isSecret = bidderId === this.#leaderId && maxMinor > this.#priceMinor;
      yield isSecret
        ? { kind: 'withheld', sequence, leastMinor: this.#priceMinor }
        : { kind: 'revealed', sequence, maxMinor, nonce };
    }
    if (this.#isReserveMet && reserveMinor !== null) yield { kind: 'reserve', run: this.run, reserveMinor };
  }
}

/**
 * The file of one lot: the shop's key, the chain with each line's hash, then what may be revealed. A run that was opened
 * again goes on with the bids of the one before, so both have one end.
 */
export async function* publishedLines(
  events: AsyncIterable<RecordedEvent<AuctionEvent>>,
  {
    showId,
    lotId,
    publicKey,
  }: { readonly showId: string; readonly lotId: string; readonly publicKey: string },
): AsyncGenerator<string> {
  const key: KeyLine = { kind: 'key', algorithm: 'Ed25519', publicKey };
  yield `${canonical(key)}\n`;
  const chains = new BidChains(showId);
  const runs: { secrets: RunSecrets; reserveMinor: number | null }[] = [];
  let reserveMinor: number | null = null;
  for await (const recorded of events) {
    const { event } = recorded;
    const isTerms = event.type === 'lot-added' || event.type === 'lot-edited';
    if (isTerms && event.lotId === lotId) ({ reserveMinor } = event.facts.terms);
    const chained = chains.fold(recorded);
    if (chained?.line.lotId !== lotId) continue;
    const { line, hash } = chained;
    if (line.kind === 'opened') runs.push({ secrets: new RunSecrets(line.run), reserveMinor });
    runs.at(-1)?.secrets.fold(recorded);
    yield `${canonical(published(line, hash))}\n`;
  }
  for (const run of runs)
    for (const revelation of run.secrets.revelations(run.reserveMinor)) yield `${canonical(revelation)}\n`;
}

export type PublishedLine = ChainedLine & { readonly hash: string };
const published = (line: ChainedLine, hash: string): PublishedLine => ({ ...line, hash });
