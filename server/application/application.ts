import type { CommandId, OrderId, ShowId } from '#domain/ids.ts';
import type { AuctionCommand, AuctionEvent, AuctionState } from '#domain/auction/auction.ts';
import type { CatalogueCommand, CatalogueEvent, CatalogueState } from '#domain/catalogue/catalogue.ts';
import type { Rejection } from '#domain/decision.ts';
import type { LedgerCommand, LedgerEvent, LedgerState } from '#domain/ledger/ledger.ts';
import type { OrderCommand, OrderEvent, OrderState } from '#domain/order/order.ts';
import type { RoomCommand } from '#domain/room/commands.ts';
import type { RoomEvent } from '#domain/room/events.ts';
import type { RoomState } from '#domain/room/state.ts';
import type { ShelfCommand, ShelfEvent, ShelfState } from '#domain/shelf/shelf.ts';
import type { ShowCommand, ShowEvent, ShowState } from '#domain/show/show.ts';
import type { TillCommand, TillEvent, TillsState } from '#domain/till/till.ts';
import type { MethodName } from '#protocol/methods/methods.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { OrderFilter, OrderListChange } from './commerce/order-list.ts';
import type { OrderSummary } from './commerce/order-summary.ts';
import type { CommandOutcome } from './command-outcome.ts';
import type { BidLog } from './commerce/bid-log.ts';
import type { StreamRef } from './command-handler.ts';
import type { Names } from './names.ts';
import type { PaymentNotice } from './payment/payment-provider.ts';
import type { Position, RecordedEvent } from './ports.ts';
import type { Policy } from './policy.ts';
import type { Principal } from './principal.ts';
import type { ShowSummary } from './show-summary.ts';

export type { CommandOutcome } from './command-outcome.ts';
export type { OrderFilter, OrderListChange } from './commerce/order-list.ts';
export type { OrderSummary } from './commerce/order-summary.ts';

export type Command =
  | ShowCommand
  | RoomCommand
  | CatalogueCommand
  | LedgerCommand
  | AuctionCommand
  | ShelfCommand
  | OrderCommand
  | TillCommand;

/** One command on its way in. `commandId` is scoped to the principal's person: repeating it is harmless. */
export interface ExecuteRequest {
  readonly command: Command;
  readonly commandId: CommandId;
  readonly principal: Principal;
}

/** A stream as it stands, and the place where it stands so. Version 0 when nothing ever happened in it. */
export interface Reading<State> {
  readonly state: State;
  readonly position: Position;
}

/** Events of a stream in order, and its state after them. `from` is the version before the first event. */
export interface StreamChange<State = unknown, Event = unknown> {
  readonly from: number;
  readonly position: Position;
  readonly recorded: readonly RecordedEvent<Event>[];
  readonly state: State;
}

/** What became of the list of shows; see `Application.followShowList`. */
export interface ShowListChange {
  /** Place in the shop's feed before the change: the `position` of the one before it. */
  readonly from: number;
  readonly position: Position;
  /**
   * The shows that changed, each once and as it is now, archived ones included. What a reader may know of each
   * is `summaryFor(principal, show)` of show-summary.ts; where that is undefined the show is gone for that reader.
   */
  readonly shows: readonly ShowState[];
}

/** How far behind a recovery may be; beyond it a snapshot is cheaper (architecture.md: 500 events or 256 kB, of JSON). */
export interface RecoveryLimits {
  readonly events: number;
  readonly sizeBytes: number;
}

/** The streams of the shop, by what they are about. */
export interface Streams {
  show(showId: ShowId): StreamRef<ShowState, ShowEvent>;
  room(showId: ShowId): StreamRef<RoomState, RoomEvent>;
  auction(showId: ShowId): StreamRef<AuctionState, AuctionEvent>;
  shelf(showId: ShowId): StreamRef<ShelfState, ShelfEvent>;
  order(orderId: OrderId): StreamRef<OrderState, OrderEvent>;
  readonly catalogue: StreamRef<CatalogueState, CatalogueEvent>;
  readonly ledger: StreamRef<LedgerState, LedgerEvent>;
  readonly tills: StreamRef<TillsState, TillEvent>;
}

/** A running subscription inside the process. `close` is idempotent. */
export interface Following {
  close(): void;
}

/** What a method touches, as its parameters say; unknown further parameters do no harm. */
export interface MethodSubject {
  readonly showId?: ShowId;
  readonly sourceId?: string;
  readonly direction?: 'send' | 'receive';
  /** `show-<id>`, for `channel.subscribe`. */
  readonly channel?: string;
}

/** What HTTP and realtime get: the whole core behind a few typed doors. */
export interface Application {
  /** Store time, ms since the epoch. */
  nowMs(): number;
  /** Authorises (against the state it decides on), decides, appends durably, and publishes. Never throws for a refusal. */
  execute(request: ExecuteRequest): Promise<CommandOutcome>;
  readonly streams: Streams;
  /** Up to date as of the call. Not authorised: ask `authorise` first, and `audienceOf` for what to show. */
  read<State, Event>(stream: StreamRef<State, Event>): Promise<Reading<State>>;
  /** The same for a show, which most who ask want. */
  readShow(showId: ShowId): Promise<Reading<ShowState>>;
  /** The lobby as this principal may see it, newest first; includes all that was appended before the call. */
  listShows(principal: Principal): Promise<readonly ShowSummary[]>;
  /**
   * All shows that are not archived, oldest first, for every audience, and the place in the shop's feed where the list
   * stands so (`position.version` counts the feed). Not authorised: show each through `summaryFor`.
   */
  readShowList(): Promise<Reading<readonly ShowState[]>>;
  /**
   * Calls the listener whenever shows changed after `after`, until closed; changes that come within some 100 ms are
   * one call. Events that change no show move the place in silence: `from` is always the `position` of the call before.
   * Resolves to `undefined` when it can no longer tell what changed since `after`: read the list anew. So a recovery is:
   * follow from the reader's own place, and what was missed is the first call. `onLost` as for `follow`.
   */
  followShowList(
    after: Position,
    listener: (change: ShowListChange) => void,
    onLost?: () => void,
  ): Promise<Following | undefined>;
  /** Orders in one line each, the last changed first; includes all that was appended before the call. Not authorised. */
  listOrders(filter?: OrderFilter): Promise<readonly OrderSummary[]>;
  /** All orders, and the place in the shop's feed where the list stands so. Not authorised. */
  readOrderList(): Promise<Reading<readonly OrderSummary[]>>;
  /** As `followShowList`, for orders: each that changed, as it is now. */
  followOrderList(
    after: Position,
    listener: (change: OrderListChange) => void,
    onLost?: () => void,
  ): Promise<Following | undefined>;
  /**
   * What a payment provider said over HTTP, after its signature was checked. Resolves once it is durable, or nothing is
   * to be written; refuses with `payment-unavailable` what should be sent again.
   */
  takePaymentNotice(notice: PaymentNotice): Promise<void>;
  /** Names of people for presentation. */
  readonly names: Names;
  /** Answers of accepted commands, with receipts for bids, and the published logs of lots. */
  readonly bidLog: BidLog;
  /**
   * Calls the listener with every change after `after`, in order, without gap or repetition, until closed.
   * Resolves once it follows. Resolves to `undefined` when the log no longer holds `after`: read the stream anew.
   * `onLost`: the log lost events that the listener was told of; nothing more comes, and whoever knows them starts anew.
   */
  follow<State, Event>(
    stream: StreamRef<State, Event>,
    after: Position,
    listener: (change: StreamChange<State, Event>) => void,
    onLost?: () => void,
  ): Promise<Following | undefined>;
  /** Events after `after` for a recovery; `undefined` when the log no longer holds it or more than the limits follow. */
  eventsSince<State, Event>(
    stream: StreamRef<State, Event>,
    after: Position,
    limits: RecoveryLimits,
  ): Promise<readonly RecordedEvent<Event>[] | undefined>;
  /**
   * Whether this principal may use a method on a subject right now; `undefined` means yes.
   * For `stage.*` and `channel.*`; `execute` checks commands itself.
   */
  authorise(
    principal: Principal,
    method: MethodName,
    subject: MethodSubject,
  ): Promise<Rejection<ErrorCode> | undefined>;
  /**
   * Starts a consequence of events: from where it last was, in the order of the feed, at least once.
   * The name is its identity over restarts.
   */
  startPolicy(policy: Policy): Promise<Following>;
  /** Stops followers and projections; appends under way finish. Does not close log and bus. Idempotent. */
  shutdown(): Promise<void>;
}
