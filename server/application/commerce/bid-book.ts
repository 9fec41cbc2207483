import { LRUCache } from 'lru-cache';
import type { AuctionEvent } from '#domain/auction/auction.ts';
import type { StreamId } from '#domain/ids.ts';
import type { RecordedEvent } from '../ports.ts';
import { BidChains, type ChainedLine } from './bid-chain.ts';
import { restoreChains, saveChains, type SnapshotLog } from './chain-snapshots.ts';

export interface BidBookOptions {
  readonly log: SnapshotLog;
  readonly streamId: StreamId;
  readonly showId: string;
  /** What memory has of the stream beyond a version, so that what other servers wrote need not be read again. */
  readonly tailAfter: (streamId: StreamId, version: number) => readonly RecordedEvent[];
  readonly onError: (error: unknown, where: string) => void;
}

const pageSize = 512;
/** Bids whose acknowledgement is under way (the core takes 8,192 commands), and some that are asked for again. */
const maximumLines = 16_384;

/** What receipts of one auction are made of: its chains, and the lines of bids that were acknowledged lately. */
export class BidBook {
  readonly lines = new LRUCache<number, { readonly line: ChainedLine; readonly hash: string }>({
    max: maximumLines,
  });
  readonly #options: BidBookOptions;
  #chains: BidChains;
  #restoring: Promise<void> | undefined;
  #reading: Promise<void> | undefined;

  constructor(options: BidBookOptions) {
    this.#options = options;
    this.#chains = new BidChains(options.showId);
  }

  get chains(): BidChains {
    return this.#chains;
  }

  /** Each event once and in order; what comes out of turn is read later. */
  fold(recorded: RecordedEvent<AuctionEvent>): void {
    if (recorded.version !== this.#chains.version + 1) return;
    const chained = this.#chains.fold(recorded);
    if (chained) this.lines.set(recorded.version, chained);
    const { log, streamId, onError } = this.#options;
    saveChains(log, streamId, this.#chains, recorded).catch((error: unknown) => onError(error, 'snapshot'));
  }

  /** Resolves once everything up to this version is folded: what other servers and timers wrote, too. */
  async catchUp(version: number): Promise<void> {
    if (this.#chains.version < version) await (this.#restoring ??= this.#restore());
    while (this.#chains.version < version) {
      this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
      await this.#reading;
    }
  }

  async #restore(): Promise<void> {
    const { log, streamId, showId, onError } = this.#options;
    try {
      const restored = await restoreChains(log, streamId, showId);
      if (restored.version > this.#chains.version) this.#chains = restored;
    } catch (error) {
      // Asked again with the next bid; meanwhile the history itself is read.
      this.#restoring = undefined;
      onError(error, 'snapshot');
    }
  }

  async #read(): Promise<void> {
    const { log, streamId, tailAfter } = this.#options;
    const kept = tailAfter(streamId, this.#chains.version);
    const page = kept.length > 0 ? kept : await log.read(streamId, this.#chains.version, pageSize);
    // An auction's stream holds auction events only.
    for (const recorded of page as readonly RecordedEvent<AuctionEvent>[]) this.fold(recorded);
    if (page.length === 0) throw new Error('the log does not hold what it just acknowledged');
  }
}
