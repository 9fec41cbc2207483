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
import type { BidReceipt } from '#protocol/commerce-views.ts';
import type { Command } from '../application.ts';
import type { StreamRef } from '../command-handler.ts';
import type { CommandOutcome } from '../command-outcome.ts';
import type { EventLog, RecordedEvent } from '../ports.ts';
import type { AuctionKey } from './auction-key.ts';
import { BidChains, type ChainedLine } from './bid-chain.ts';
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

export interface BidLogOptions {
  readonly log: Pick<EventLog, 'read'>;
  readonly key: AuctionKey;
  readonly streamOf: (showId: ShowId) => StreamRef<AuctionState, AuctionEvent>;
  /** As of the call. */
  readonly readAuction: (showId: ShowId) => Promise<AuctionState>;
  readonly readShow: (showId: ShowId) => Promise<ShowState>;
  readonly onError: (error: unknown, where: string) => void;
}

/** What receipts are made of: the lines of bids that were acknowledged lately. */
interface Book {
  readonly chains: BidChains;
  readonly lines: LRUCache<number, { readonly line: ChainedLine; readonly hash: string }>;
  /** Heads that were signed already, by the sequence they stand at. */
  readonly signatures: LRUCache<string, string>;
  reading: Promise<void> | undefined;
  tick: Promise<void> | undefined;
}

const pageSize = 512;
/** Auctions that are bid in at once, and bids whose acknowledgement is under way (the core takes 8,192 commands). */
const maximumBooks = 50;
const maximumLines = 16_384;

export const createBidLog = (options: BidLogOptions): BidLog => new FoldedBidLog(options);

/** Folds each auction's events once, in order, whoever waits for them. */
class FoldedBidLog implements BidLog {
  readonly #options: BidLogOptions;
  readonly #books = new LRUCache<ShowId, Book>({ max: maximumBooks });

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
    const book = this.#bookOf(showId);
    for (const event of events) foldNext(book, event);
    if (command.type === 'open-lot') this.#warm(book, showId, version);
    if (command.type !== 'place-bid') return { version };
    const bid = events.find(({ event }) => event.type === 'bid-placed' || event.type === 'max-bid-changed');
    if (!bid) return { version, receipt: null };
    return this.#receipt(book, command, bid.version).then((receipt) => ({ version, receipt }));
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

  #bookOf(showId: ShowId): Book {
    const book = this.#books.get(showId) ?? newBook(showId);
    this.#books.set(showId, book);
    return book;
  }

  /** So that the first bids do not wait for a long history to be read. */
  #warm(book: Book, showId: ShowId, version: number): void {
    this.#catchUp(book, showId, version).catch((error: unknown) => this.#options.onError(error, 'bid log'));
  }

  async #catchUp(book: Book, showId: ShowId, version: number): Promise<void> {
    while (book.chains.version < version) {
      book.reading ??= this.#read(book, showId).finally(() => (book.reading = undefined));
      await book.reading;
    }
  }

  /** null where the log does not answer: the bid stands all the same, and whoever repeats it is given its receipt. */
  async #receipt(
    book: Book,
    { showId, lotId }: { readonly showId: ShowId; readonly lotId: LotId },
    sequence: number,
  ): Promise<BidReceipt | null> {
    // Bids of one batch are answered in one tick, in their order: after it the head is that of the whole batch.
    await (book.tick ??= tick().finally(() => (book.tick = undefined)));
    try {
      await this.#catchUp(book, showId, sequence);
    } catch (error) {
      this.#options.onError(error, 'bid log');
      return null;
    }
    const own = book.lines.get(sequence);
    const head = book.chains.headOf(lotId);
    if (!own || !head) return null;
    const { run } = own.line;
    const signed = { showId, lotId, run: head.run, headSequence: head.sequence, headHash: head.hash };
    const signature = book.signatures.get(head.hash) ?? this.#options.key.sign(signed);
    book.signatures.set(head.hash, signature);
    return { ...signed, run, sequence, lineHash: own.hash, line: { ...own.line }, signature };
  }

  /** What other servers and timers wrote, or all of it after a start. */
  async #read(book: Book, showId: ShowId): Promise<void> {
    const { log, streamOf } = this.#options;
    const page = await log.read(streamOf(showId).streamId, book.chains.version, pageSize);
    // An auction's stream holds auction events only.
    for (const recorded of page as readonly RecordedEvent<AuctionEvent>[]) foldNext(book, recorded);
    if (page.length === 0) throw new Error('the log does not hold what it just acknowledged');
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

const newBook = (showId: ShowId): Book => ({
  chains: new BidChains(showId),
  lines: new LRUCache({ max: maximumLines }),
  signatures: new LRUCache({ max: 64 }),
  reading: undefined,
  tick: undefined,
});

const auctionTypes: ReadonlySet<string> = new Set(
  Object.keys(auctionMethods).map((method) => method.slice(method.indexOf('.') + 1)),
);
const isOfAuction = (command: Command): command is AuctionCommand => auctionTypes.has(command.type);

/** Each event once and in order; what comes out of turn is read later. */
function foldNext({ chains, lines }: Book, recorded: RecordedEvent<AuctionEvent>): void {
  if (recorded.version !== chains.version + 1) return;
  const chained = chains.fold(recorded);
  if (chained) lines.set(recorded.version, chained);
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
