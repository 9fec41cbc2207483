import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { AuctionEvent, LotTerms } from '#domain/auction/auction.ts';
import type { RecordedEvent } from '../ports.ts';
import { lineOf, type LogLine } from './bid-lines.ts';

/** A line with the hash of the one before it (null: the lot's first). Its own hash is over all of that. */
export type ChainedLine = LogLine & { readonly previous: string | null };

/** Where the chain of a lot stands. */
export interface ChainHead {
  readonly run: number;
  readonly sequence: number;
  readonly hash: string;
}

/** JSON in one form only, so that the same content has the same hash (RFC 8785). */
export const canonical = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('not JSON');
  return text;
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

export const hashOf = (line: object): string => sha256(canonical(line));

/** Binds the shop to a max that it must not tell yet; with its nonce anybody can check it later. */
export const commitmentOf = (maxMinor: number, nonce: string): string =>
  sha256(canonical({ maxMinor, nonce }));

/** Chains as a snapshot holds them: JSON. */
export interface StoredChains {
  readonly version: number;
  readonly terms: readonly (readonly [string, LotTerms])[];
  readonly numbers: readonly (readonly [string, number])[];
  readonly heads: readonly (readonly [string, ChainHead])[];
  readonly rehearsed: readonly (readonly [string, number])[];
}

/** The chains of all lots of one auction, folded from its events. Rehearsals are nobody's business and have none. */
export class BidChains {
  readonly #showId: string;
  readonly #terms: Map<string, LotTerms>;
  readonly #numbers: Map<string, number>;
  readonly #heads: Map<string, ChainHead>;
  readonly #rehearsed: Map<string, number>;
  #version: number;

  constructor(showId: string, stored?: StoredChains) {
    this.#showId = showId;
    this.#terms = new Map(stored?.terms);
    this.#numbers = new Map(stored?.numbers);
    this.#heads = new Map(stored?.heads);
    this.#rehearsed = new Map(stored?.rehearsed);
    this.#version = stored?.version ?? 0;
  }

  /** All of it as it stands, for a snapshot. */
  stored(): StoredChains {
    return {
      version: this.#version,
      terms: [...this.#terms],
      numbers: [...this.#numbers],
      heads: [...this.#heads],
      rehearsed: [...this.#rehearsed],
    };
  }

  /** Of the last event that was folded. */
  get version(): number {
    return this.#version;
  }

  headOf(lotId: string): ChainHead | undefined {
    return this.#heads.get(lotId);
  }

  /** The next event of the auction; answers its line, chained, where it has one. Each event once, in order. */
  fold(
    recorded: RecordedEvent<AuctionEvent>,
  ): { readonly line: ChainedLine; readonly hash: string } | undefined {
    const { event } = recorded;
    this.#version = recorded.version;
    if (event.type === 'lot-added' || event.type === 'lot-edited')
      this.#terms.set(event.lotId, event.facts.terms);
    if (event.type === 'bid-placed') this.#numbers.set(event.bidderId, event.bidderNumber);
    const line = this.#lineOf(recorded);
    if (line === undefined) return undefined;
    const chained = { ...line, previous: this.#heads.get(line.lotId)?.hash ?? null };
    const hash = hashOf(chained);
    this.#heads.set(line.lotId, { run: line.run, sequence: line.sequence, hash });
    return { line: chained, hash };
  }

  #lineOf(recorded: RecordedEvent<AuctionEvent>): LogLine | undefined {
    const { event } = recorded;
    if (!('run' in event)) return undefined;
    const { lotId, run } = event;
    const isRehearsal =
      (event.type === 'lot-opened' && event.isRehearsal) ||
      // A run that goes on where a rehearsal ended is one, too.
      (event.type === 'lot-reopened' && this.#rehearsed.get(lotId) === run - 1);
    if (isRehearsal) this.#rehearsed.set(lotId, run);
    const terms = this.#terms.get(lotId);
    if (terms === undefined || this.#rehearsed.get(lotId) === run) return undefined;
    const bidderOf = (personId: string): string => `Bidder ${this.#numbers.get(personId) ?? 0}`;
    return lineOf(recorded, this.#showId, { terms, bidderOf, commitmentOf });
  }
}
