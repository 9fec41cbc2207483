import { LRUCache } from 'lru-cache';
import {
  lotById,
  type AuctionCommand,
  type AuctionEvent,
  type AuctionState,
} from '#domain/auction/auction.ts';
import type { LotId, ShowId } from '#domain/ids.ts';
import { publicStatusOf, type ShowState } from '#domain/show/show.ts';
import { auctionMethods } from '#protocol/methods/auction.ts';
import type { BidReceipt } from '#protocol/auction-views.ts';
import type { Command } from '../application.ts';
import type { StreamRef } from '../command-handler.ts';
import type { CommandOutcome } from '../command-outcome.ts';
import type { RecordedEvent } from '../ports.ts';
import type { AuctionKey } from './auction-key.ts';
import { BidBook, type BidBookOptions } from './bid-book.ts';
import type { SnapshotLog } from './chain-snapshots.ts';
import { publishedLines } from './published-log.ts';

type Accepted = Extract<CommandOutcome, { readonly outcome: 'accepted' }>;

/** What the answer of an accepted command says. */
export interface Acknowledgement {
  readonly version: number;
  /** Of a bid in a real run. */
  readonly receipt?: BidReceipt | null;
}

/** The public side of the auctions' logs: receipts for bids, and the file of a lot that is over. */
export interface BidLog {
  /** SPKI, PEM. */
  readonly publicKey: string;
  /** The answer of an accepted command; of a bid with its receipt, which many bids share a signature of. */
  acknowledge(command: Command, outcome: Accepted): Acknowledgement | Promise<Acknowledgement>;
  /** The lines of a lot that is over, each with its newline; undefined while it is not, or where the public knows of none. */
  publish(showId: ShowId, lotId: LotId): Promise<AsyncIterable<string> | undefined>;
}

export interface BidLogOptions extends Pick<BidBookOptions, 'tailAfter'> {
  readonly log: SnapshotLog;
  readonly key: AuctionKey;
  readonly streamOf: (showId: ShowId) => StreamRef<AuctionState, AuctionEvent>;
  /** As of the call. */
  readonly readAuction: (showId: ShowId) => Promise<AuctionState>;
  readonly readShow: (showId: ShowId) => Promise<ShowState>;
  readonly onError: (error: unknown, where: string) => void;
}

/** What receipts are made of. */
interface Receipts {
  readonly book: BidBook;
  /** Heads that were signed already, by their hash. */
  readonly signatures: LRUCache<string, string>;
  tick: Promise<void> | undefined;
}

const pageSize = 512;
/** Auctions that are bid in at once. */
const maximumBooks = 50;

export const createBidLog = (options: BidLogOptions): BidLog => new FoldedBidLog(options);

/** Folds each auction's events once, in order, whoever waits for them. */
class FoldedBidLog implements BidLog {
  readonly #options: BidLogOptions;
  readonly #books = new LRUCache<ShowId, Receipts>({ max: maximumBooks });

  constructor(options: BidLogOptions) {
    this.#options = options;
  }

  get publicKey(): string {
    return this.#options.key.publicKey;
  }

  acknowledge(command: Command, { version, recorded }: Accepted): Acknowledgement | Promise<Acknowledgement> {
    if (!isOfAuction(command)) return { version };
    const { showId } = command;
    const { streamId } = this.#options.streamOf(showId);
    // A stream holds the events of its kind only.
    const events = recorded.filter(
      (one) => one.streamId === streamId,
    ) as readonly RecordedEvent<AuctionEvent>[];
    const receipts = this.#receiptsOf(showId);
    for (const event of events) receipts.book.fold(event);
    if (command.type === 'open-lot') this.#warm(receipts, version);
    if (command.type !== 'place-bid') return { version };
    const bid = events.find(({ event }) => event.type === 'bid-placed' || event.type === 'max-bid-changed');
    if (!bid) return { version, receipt: null };
    return this.#receipt(receipts, command, bid.version).then((receipt) => ({ version, receipt }));
  }

  async publish(showId: ShowId, lotId: LotId): Promise<AsyncIterable<string> | undefined> {
    const { readAuction, readShow } = this.#options;
    if (publicStatusOf(await readShow(showId)) === null) return undefined;
    const state = await readAuction(showId);
    const lot = lotById(state, lotId);
    if (lot === undefined || lot.status === 'queued' || lot.status === 'open') return undefined;
    if (lot.lastRun.isRehearsal) return undefined;
    const events = this.#eventsUpTo(showId, state.version);
    return publishedLines(events, { showId, lotId, publicKey: this.publicKey });
  }

  #receiptsOf(showId: ShowId): Receipts {
    const { log, streamOf, tailAfter, onError } = this.#options;
    const known = this.#books.get(showId);
    if (known !== undefined) return known;
    const book = new BidBook({ log, streamId: streamOf(showId).streamId, showId, tailAfter, onError });
    const made: Receipts = { book, signatures: new LRUCache({ max: 64 }), tick: undefined };
    this.#books.set(showId, made);
    return made;
  }

  /** So that the first bids do not wait for a long history to be read. */
  #warm({ book }: Receipts, version: number): void {
    book.catchUp(version).catch((error: unknown) => this.#options.onError(error, 'bid log'));
  }

  /** null where the log does not answer: the bid stands all the same, and whoever repeats it is given its receipt. */
  async #receipt(
    receipts: Receipts,
    { showId, lotId }: { readonly showId: ShowId; readonly lotId: LotId },
    sequence: number,
  ): Promise<BidReceipt | null> {
    // Bids of one batch are answered in one tick, in their order: after it the head is that of the whole batch.
    await (receipts.tick ??= tick().finally(() => (receipts.tick = undefined)));
    const { book, signatures } = receipts;
    try {
      await book.catchUp(sequence);
    } catch (error) {
      this.#options.onError(error, 'bid log');
      return null;
    }
    const own = book.lines.get(sequence);
    const head = book.chains.headOf(lotId);
    if (!own || !head) return null;
    const { run } = own.line;
    const signed = { showId, lotId, run: head.run, headSequence: head.sequence, headHash: head.hash };
    const signature = signatures.get(head.hash) ?? this.#options.key.sign(signed);
    signatures.set(head.hash, signature);
    return { ...signed, run, sequence, lineHash: own.hash, line: { ...own.line }, signature };
  }

  async *#eventsUpTo(showId: ShowId, version: number): AsyncGenerator<RecordedEvent<AuctionEvent>> {
    const { log, streamOf } = this.#options;
    const { streamId } = streamOf(showId);
    for (let after = 0; after < version;) {
      const page = await log.read(streamId, after, pageSize);
      // An auction's stream holds auction events only.
      yield* page.filter((one) => one.version <= version) as readonly RecordedEvent<AuctionEvent>[];
      const last = page.at(-1)?.version;
      if (last === undefined) return;
      after = last;
    }
  }
}

const auctionTypes: ReadonlySet<string> = new Set(
  Object.keys(auctionMethods).map((method) => method.slice(method.indexOf('.') + 1)),
);
const isOfAuction = (command: Command): command is AuctionCommand => auctionTypes.has(command.type);

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
