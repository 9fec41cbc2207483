import type { AuctionChannelEvent, AuctionView } from '#protocol/auction-views.ts';
import type { CatalogueChannelEvent, CatalogueView } from '#protocol/catalogue-views.ts';
import type {
  OrderChannelEvent,
  OrdersChannelEvent,
  OrderSummaryView,
  OrderView,
} from '#protocol/order-views.ts';
import type { ShelfChannelEvent, ShelfView } from '#protocol/shelf-views.ts';
import type { LedgerChannelEvent, LedgerView } from '#protocol/stock-views.ts';
import type { TillsChannelEvent, TillsView } from '#protocol/till-views.ts';
import type { Push, ServerMessage } from '#protocol/messages.ts';
import type { RoomChannelEvent, RoomView } from '#protocol/room-views.ts';
import type {
  ChannelPosition,
  ShowChannelEvent,
  ShowListEntry,
  ShowsChannelEvent,
  ShowView,
  Subscribed,
} from '#protocol/views.ts';

/** Snapshot and pushes of each channel, by what comes before its id or by its whole name. */
interface Channels {
  readonly show: { readonly view: ShowView; readonly event: ShowChannelEvent };
  readonly room: { readonly view: RoomView; readonly event: RoomChannelEvent };
  readonly auction: { readonly view: AuctionView; readonly event: AuctionChannelEvent };
  readonly shelf: { readonly view: ShelfView; readonly event: ShelfChannelEvent };
  readonly order: { readonly view: OrderView; readonly event: OrderChannelEvent };
  readonly shows: {
    readonly view: { readonly shows: readonly ShowListEntry[] };
    readonly event: ShowsChannelEvent;
  };
  readonly orders: {
    readonly view: { readonly orders: readonly OrderSummaryView[] };
    readonly event: OrdersChannelEvent;
  };
  readonly catalogue: { readonly view: CatalogueView; readonly event: CatalogueChannelEvent };
  readonly ledger: { readonly view: LedgerView; readonly event: LedgerChannelEvent };
  readonly tills: { readonly view: TillsView; readonly event: TillsChannelEvent };
}

type ChannelOf<Name extends string> = Name extends keyof Channels
  ? Channels[Name]
  : Name extends `${infer Noun extends keyof Channels}-${string}`
    ? Channels[Noun]
    : { readonly view: unknown; readonly event: unknown };

/** What the snapshot of a channel is, by its name. */
export type ChannelView<Name extends string> = ChannelOf<Name>['view'];

/** What the pushes of a channel carry, by its name. */
export type ChannelEvent<Name extends string> = ChannelOf<Name>['event'];

export type ChannelAnswer<Name extends string> = Subscribed<ChannelView<Name>, ChannelEvent<Name>>;

/** Whoever can ask for a channel: a headless socket, or a socket pair of a unit test. */
export interface ChannelSource {
  subscribe<Name extends string>(
    channel: Name,
    position: ChannelPosition | undefined,
  ): Promise<ChannelAnswer<Name>>;
  listen(listener: (message: ServerMessage) => void): () => void;
}

/**
 * Reads one channel as a client should: checks every `from`, resumes by position on the next socket, and starts anew
 * when it is told that what it has is void. A push that does not join on is a fault of the server: `faults` names it.
 */
export class ChannelReader<Name extends string = string> {
  readonly channel: Name;
  /** The last snapshot; what came after it stands in `events`. */
  view: ChannelView<Name> | undefined;
  /** Since the last snapshot, in order; with `all` also what came before it. */
  events: ChannelEvent<Name>[] = [];
  readonly all: ChannelEvent<Name>[] = [];
  position: ChannelPosition | undefined;
  snapshots = 0;
  recoveries = 0;
  /** Codes with which the channel was closed under us. */
  readonly closings: string[] = [];
  /** What the server did against the rules of a channel. */
  readonly faults: string[] = [];
  readonly #waiting: Push[] = [];
  readonly #listeners = new Set<() => void>();
  #stop: () => void = () => undefined;
  #isAnswered = false;
  #turn = 0;

  constructor(channel: Name) {
    this.channel = channel;
  }

  /** Subscribes on this socket, from where the last one ended; pushes that overtake the answer wait for it. */
  async resume(source: ChannelSource): Promise<void> {
    this.#stop();
    this.#waiting.length = 0;
    this.#isAnswered = false;
    this.#stop = source.listen((message) => this.#hear(source, message));
    const turn = (this.#turn += 1);
    const answer = await source.subscribe(this.channel, this.position);
    // A channel that was closed meanwhile has been asked for anew.
    if (turn === this.#turn) this.#take(answer);
  }

  /** Stops listening; the position stays for `resume`. */
  pause(): void {
    this.#stop();
  }

  /** Resolves once this holds, now or after a later message. */
  async until(holds: (reader: this) => boolean): Promise<void> {
    if (holds(this)) return;
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!holds(this)) return;
        this.#listeners.delete(look);
        resolve();
      };
      this.#listeners.add(look);
    });
  }

  #hear(source: ChannelSource, message: ServerMessage): void {
    if (message.type === 'signal' && message.name === 'channel.closed') {
      // The name says what the data is.
      const { channel, code } = message.data as { channel: string; code: string };
      if (channel === this.channel) this.#end(source, code);
    }
    if (message.type !== 'push' || message.channel !== this.channel) return;
    if (this.#isAnswered) this.#apply(message);
    else this.#waiting.push(message);
  }

  #take(answer: ChannelAnswer<Name>): void {
    if (answer.recovered) {
      this.recoveries += 1;
      if (this.position === undefined) this.faults.push('recovered without a position');
      this.#keep(answer.events);
    } else {
      this.snapshots += 1;
      this.view = answer.snapshot;
      this.events = [];
    }
    this.position = answer.position;
    this.#isAnswered = true;
    for (const push of this.#waiting.splice(0)) this.#apply(push);
    this.#tell();
  }

  #apply({ from, to, toEventId, events }: Push): void {
    const last = this.position?.version;
    if (from !== last) this.faults.push(`a push from ${from} came after ${last}`);
    if (to < from) this.faults.push(`a push went back from ${from} to ${to}`);
    this.position = { version: to, eventId: toEventId };
    // The channel's name says which events it carries.
    this.#keep(events);
    this.#tell();
  }

  #keep(events: readonly ChannelEvent<Name>[]): void {
    this.events.push(...events);
    this.all.push(...events);
  }

  #end(source: ChannelSource, code: string): void {
    this.closings.push(code);
    this.position = undefined;
    this.#isAnswered = false;
    this.#waiting.length = 0;
    this.#turn += 1;
    this.#tell();
    if (code === 'conflict') this.resume(source).catch((error: unknown) => this.faults.push(String(error)));
  }

  #tell(): void {
    for (const look of [...this.#listeners]) look();
  }
}
