import type { Rejection } from '#domain/decision.ts';
import type { OrderId, ShopId, ShowId, SourceId } from '#domain/ids.ts';
import { initialShowState, type ShowState } from '#domain/show/show.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { MethodName } from '#protocol/methods/methods.ts';
import type {
  Application,
  Command,
  CommandOutcome,
  Following,
  MethodSubject,
  Reading,
  RecoveryLimits,
  ShowListChange,
  StreamChange,
  Streams,
} from './application.ts';
import { authorise } from './authorise.ts';
import type { StreamRef } from './command-handler.ts';
import { commandTable } from './command-table.ts';
import { makeAuctionKey, readAuctionKey, type AuctionKey } from './commerce/auction-key.ts';
import { keepAuctionTimers } from './commerce/auction-timers.ts';
import { createBidLog, type BidLog } from './commerce/bid-log.ts';
import { OrderList, type OrderFilter, type OrderListChange } from './commerce/order-list.ts';
import type { CommerceDeps } from './commerce/commerce-deps.ts';
import { keepLedgerTimers } from './commerce/ledger-timers.ts';
import { keepShelfTimers } from './commerce/shelf-timers.ts';
import { keepCommerce, payerOf, standAlone, type CommerceParts } from './commerce/keep-commerce.ts';
import { takePaymentNotice } from './commerce/payment-notices.ts';
import { Executor } from './execute.ts';
import { FeedFollower } from './feed-follower.ts';
import { Followers } from './followers.ts';
import { HotStreams } from './hot-streams.ts';
import { randomIds } from './id-source.ts';
import type { Crew } from './identity/crew.ts';
import { followList } from './list-follower.ts';
import { openNames, type Names } from './names.ts';
import { keepPinTimers } from './pin-timers.ts';
import type { PaymentNotice } from './payment/payment-provider.ts';
import type { Policy } from './policy.ts';
import type { Bus, EventLog, PeopleStore, Position, RecordedEvent } from './ports.ts';
import type { Principal } from './principal.ts';
import { createScreener } from './screening/screening.ts';
import { shopStreams } from './shop-streams.ts';
import { ShowList } from './show-list.ts';
import { StreamAccess } from './stream-access.ts';

export interface ApplicationOptions {
  readonly shopId: ShopId;
  readonly log: EventLog;
  readonly bus: Bus;
  readonly people: Pick<PeopleStore, 'findMany'>;
  readonly crew: Pick<Crew, 'rolesOf'>;
  /** Something in the background failed and will be tried again: for the log of the operator. */
  readonly onError: (error: unknown, where: string) => void;
  /** Whoever takes the money, tells people, and knows where parcels go. */
  readonly commerce?: Partial<CommerceParts>;
  /** Signs receipts for bids; without one they are worth as long as this process. */
  readonly auctionKey?: AuctionKey;
  /** How often followers look at the log by themselves, in case the bus lost a message. */
  readonly sweepMs?: number;
}

/** Streams in memory: some 20 MB of shows at most, more than one server ever has hot. */
const maximumHotStreams = 5_000;
/** Loading reads at most so many events beyond a snapshot. */
const snapshotEvery = 200;
/** A lost wake-up is rare (the bus within one process loses none), so its mending may take a second. */
const defaultSweepMs = 1_000;

/** Builds the core over a log and a bus; both stay the caller's to close, after `shutdown`. */
export async function createApplication(options: ApplicationOptions): Promise<Application> {
  const application = new ShowApplication(options, await ShowList.open(options.log, options.shopId));
  await application.start();
  return application;
}

class ShowApplication implements Application {
  readonly streams: Streams;
  readonly names: Names;
  readonly bidLog: BidLog;
  readonly #options: ApplicationOptions;
  readonly #shows: ShowList;
  readonly #orders: OrderList;
  readonly #parts: CommerceParts;
  readonly #access: StreamAccess;
  readonly #executor: Executor<Command>;
  readonly #followers: Followers;
  readonly #readRoom = (showId: ShowId) => this.#access.peek(this.streams.room(showId));
  #shutdown: Promise<void> | undefined;

  constructor(options: ApplicationOptions, shows: ShowList) {
    const { log, bus, shopId, people, crew, onError, sweepMs = defaultSweepMs } = options;
    this.#options = options;
    this.streams = shopStreams(shopId);
    this.names = openNames({ people, bus, shopId });
    this.#shows = shows;
    const onSnapshotError = (error: unknown) => onError(error, 'snapshot');
    const streams = new HotStreams({
      log,
      maximumStreams: maximumHotStreams,
      snapshotEvery,
      onSnapshotError,
    });
    this.#followers = new Followers(sweepMs);
    this.#access = new StreamAccess({ log, bus, streams, followers: this.#followers, onError });
    const nowMs = () => this.nowMs();
    const readOrder = async (orderId: OrderId) => (await this.read(this.streams.order(orderId))).state;
    this.#orders = new OrderList({ log, shopId, readOrder });
    this.#parts = { ...standAlone, ...options.commerce };
    const handlerOf = commandTable({
      room: {
        shopId,
        names: this.names,
        crew,
        screener: createScreener(),
        readRoom: this.#readRoom,
        nowMs,
      },
      commerce: this.#commerceDeps(),
    });
    this.#executor = new Executor<Command>({ shopId, log, bus, streams, handlerOf });
    this.bidLog = createBidLog({
      log,
      key: options.auctionKey ?? readAuctionKey(makeAuctionKey()),
      streamOf: this.streams.auction,
      readAuction: async (showId) => (await this.read(this.streams.auction(showId))).state,
      readShow: async (showId) => (await this.readShow(showId)).state,
    });
  }

  #commerceDeps(): CommerceDeps {
    const { shopId, crew } = this.#options;
    return {
      shopId,
      crew,
      ids: randomIds,
      nowMs: () => this.nowMs(),
      readCatalogue: () => this.#access.peek(this.streams.catalogue),
      readAuction: (showId) => this.#access.peek(this.streams.auction(showId)),
      contacts: this.#parts.contacts,
      payment: payerOf(this.#parts),
      showIdOfOrder: (orderId) => this.#orders.find(orderId)?.showId,
    };
  }

  nowMs(): number {
    return this.#options.log.nowMs();
  }

  execute({ command, commandId, principal }: Parameters<Application['execute']>[0]) {
    const go = async () =>
      this.#acknowledged(command, await this.#executor.execute(command, commandId, principal));
    const orderId = 'orderId' in command ? command.orderId : undefined;
    const isKnown = orderId === undefined || this.#orders.find(orderId) !== undefined;
    // What an order is decided on follows from its show, which another server may just have opened it in.
    return isKnown ? go() : this.#orders.catchUp().then(go);
  }

  /** A bid is answered with its receipt; the event stands already, so nothing is lost should the server end here. */
  async #acknowledged(command: Command, outcome: CommandOutcome): Promise<CommandOutcome> {
    if (command.type !== 'place-bid' || outcome.outcome === 'rejected') return outcome;
    const { receipt = null } = await this.bidLog.acknowledge(command, outcome);
    return { ...outcome, answer: { receipt } };
  }

  read<State, Event>(stream: StreamRef<State, Event>): Promise<Reading<State>> {
    return this.#access.read(stream);
  }

  readShow(showId: ShowId): Promise<Reading<ShowState>> {
    return this.read(this.streams.show(showId));
  }

  async listShows(principal: Principal) {
    await this.#shows.catchUp();
    return this.#shows.list(principal);
  }

  async readShowList() {
    await this.#shows.catchUp();
    return this.#shows.read();
  }

  async followShowList(
    after: Position,
    listener: (change: ShowListChange) => void,
    onLost?: () => void,
  ): Promise<Following | undefined> {
    const isEmpty = ({ shows }: ShowListChange) => shows.length === 0;
    const about = { name: 'list of shows', list: this.#shows, isEmpty, listener, onLost };
    const follower = await followList({ ...this.#options, ...about }, after);
    return follower && this.#followers.keep(follower);
  }

  async listOrders(filter?: OrderFilter) {
    await this.#orders.catchUp();
    return this.#orders.list(filter);
  }

  async readOrderList() {
    await this.#orders.catchUp();
    return this.#orders.read();
  }

  async followOrderList(
    after: Position,
    listener: (change: OrderListChange) => void,
    onLost?: () => void,
  ): Promise<Following | undefined> {
    const isEmpty = ({ orders }: OrderListChange) => orders.length === 0;
    const about = { name: 'list of orders', list: this.#orders, isEmpty, listener, onLost };
    const follower = await followList({ ...this.#options, ...about }, after);
    return follower && this.#followers.keep(follower);
  }

  takePaymentNotice(notice: PaymentNotice): Promise<void> {
    return takePaymentNotice({ application: this, ids: randomIds }, notice);
  }

  follow<State, Event>(
    stream: StreamRef<State, Event>,
    after: Position,
    listener: (change: StreamChange<State, Event>) => void,
    onLost?: () => void,
  ): Promise<Following | undefined> {
    return this.#access.follow(stream, after, listener, onLost);
  }

  eventsSince<State, Event>(
    stream: StreamRef<State, Event>,
    after: Position,
    limits: RecoveryLimits,
  ): Promise<readonly RecordedEvent<Event>[] | undefined> {
    return this.#access.eventsSince(stream, after, limits);
  }

  async authorise(
    principal: Principal,
    method: MethodName,
    subject: MethodSubject,
  ): Promise<Rejection<ErrorCode> | undefined> {
    const showId = subject.showId ?? showIdOfChannel(subject.channel);
    const show = showId === undefined ? initialShowState : (await this.readShow(showId)).state;
    // Ids are compared only, so one that came unparsed simply matches nothing.
    const sourceId = subject.sourceId as SourceId | undefined;
    return authorise(principal, method, { show, sourceId, direction: subject.direction });
  }

  async startPolicy(policy: Policy): Promise<Following> {
    const { log, bus, shopId, onError } = this.#options;
    return this.#followers.keep(await FeedFollower.start({ log, bus, shopId, policy, onError }));
  }

  /** Resolves once no timer that is set from now on is missed. */
  async start(): Promise<void> {
    const { onError } = this.#options;
    await this.#orders.restore();
    this.#followers.keep(await keepPinTimers({ application: this, readRoom: this.#readRoom, onError }));
    const readAuction = (showId: ShowId) => this.#access.peek(this.streams.auction(showId));
    this.#followers.keep(await keepAuctionTimers({ application: this, readAuction, onError }));
    const readShelf = (showId: ShowId) => this.#access.peek(this.streams.shelf(showId));
    this.#followers.keep(await keepShelfTimers({ application: this, readShelf, onError }));
    const { shopId } = this.#options;
    const readLedger = () => this.#access.peek(this.streams.ledger);
    this.#followers.keep(await keepLedgerTimers({ shopId, application: this, readLedger, onError }));
    const commerce = { application: this, ...this.#parts, ids: randomIds, onError };
    for (const follower of await keepCommerce(commerce)) this.#followers.keep(follower);
  }

  shutdown(): Promise<void> {
    this.#shutdown ??= this.#stop();
    return this.#shutdown;
  }

  async #stop(): Promise<void> {
    await this.#executor.drain();
    await this.#followers.close();
    this.names.close();
    await this.#shows.catchUp();
    await this.#shows.save();
    await this.#orders.catchUp();
    await this.#orders.save();
  }
}

/** The schema of `channel.subscribe` checked the form, which is that of a show's id after the prefix. */
const showIdOfChannel = (channel: string | undefined): ShowId | undefined =>
  /^(?:show|room|auction|shelf)-(?<showId>.+)$/.exec(channel ?? '')?.groups?.['showId'] as ShowId | undefined;
