import type { OrderId, ShopId, ShowId } from '#domain/ids.ts';
import type { Command, Streams } from './application.ts';
import { commandTable } from './command-table.ts';
import { makeAuctionKey, readAuctionKey, type AuctionKey } from './commerce/auction-key.ts';
import { createBidLog, type BidLog } from './commerce/bid-log.ts';
import type { CommerceDeps } from './commerce/commerce-deps.ts';
import { payerOf, standAlone, type CommerceParts } from './commerce/keep-commerce.ts';
import { OrderList } from './commerce/order-list.ts';
import { Executor } from './execute.ts';
import type { FeedTail } from './feed-tail.ts';
import { Followers } from './followers.ts';
import { HotStreams } from './hot-streams.ts';
import { randomIds } from './id-source.ts';
import type { Crew } from './identity/crew.ts';
import { openNames, type Names } from './names.ts';
import type { Bus, EventLog, PeopleStore } from './ports.ts';
import { createScreener } from './screening/screening.ts';
import { shopStreams } from './shop-streams.ts';
import type { ShowList } from './show-list.ts';
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
/** Loading reads at most so many events beyond a snapshot, and what a quarter of a second brought. */
const snapshotEvery = 200;
const snapshotRestMs = 250;
/** A lost wake-up is rare (the bus within one process loses none), so its mending may take a second. */
const defaultSweepMs = 1_000;

/** What the application is made of, joined. */
export interface Core {
  readonly options: ApplicationOptions;
  readonly streams: Streams;
  readonly names: Names;
  readonly feed: FeedTail;
  readonly shows: ShowList;
  readonly orders: OrderList;
  readonly commerce: CommerceParts;
  readonly access: StreamAccess;
  readonly executor: Executor<Command>;
  readonly followers: Followers;
  readonly bidLog: BidLog;
}

/** Joins the parts; nothing runs yet. */
export function joinCore(options: ApplicationOptions, feed: FeedTail, shows: ShowList): Core {
  const { log, bus, shopId, people, crew, onError, sweepMs = defaultSweepMs } = options;
  const streams = shopStreams(shopId);
  const names = openNames({ people, bus, shopId });
  const hot = new HotStreams({
    log,
    maximumStreams: maximumHotStreams,
    snapshotEvery,
    snapshotRestMs,
    onSnapshotError: (error) => onError(error, 'snapshot'),
  });
  const followers = new Followers(sweepMs);
  const access = new StreamAccess({ log, bus, streams: hot, followers, onError });
  const readOrder = async (orderId: OrderId) => (await access.read(streams.order(orderId))).state;
  const orders = new OrderList({ log, shopId, feed, readOrder });
  const commerce = { ...standAlone, ...options.commerce };
  const readRoom = (showId: ShowId) => access.peek(streams.room(showId));
  const nowMs = () => log.nowMs();
  const handlerOf = commandTable({
    room: { shopId, names, crew, screener: createScreener(), readRoom, nowMs },
    commerce: commerceDeps({ options, streams, access, orders, commerce }),
  });
  const executor = new Executor<Command>({ shopId, log, bus, streams: hot, handlerOf });
  const bidLog = createBidLog({
    log,
    key: options.auctionKey ?? readAuctionKey(makeAuctionKey()),
    streamOf: streams.auction,
    tailAfter: (streamId, version) => hot.tailAfter(streamId, version),
    readAuction: async (showId) => (await access.read(streams.auction(showId))).state,
    readShow: async (showId) => (await access.read(streams.show(showId))).state,
    onError,
  });
  return { options, streams, names, feed, shows, orders, commerce, access, executor, followers, bidLog };
}

const commerceDeps = ({
  options: { shopId, crew, log },
  streams,
  access,
  orders,
  commerce,
}: Pick<Core, 'options' | 'streams' | 'access' | 'orders' | 'commerce'>): CommerceDeps => ({
  shopId,
  crew,
  ids: randomIds,
  nowMs: () => log.nowMs(),
  readCatalogue: () => access.peek(streams.catalogue),
  readAuction: (showId) => access.peek(streams.auction(showId)),
  contacts: commerce.contacts,
  payment: payerOf(commerce),
  orders: {
    listOrders: async () => {
      await orders.catchUp();
      return orders.list();
    },
    readOrder: (orderId) => access.peek(streams.order(orderId)),
  },
  showIdOfOrder: (orderId) => orders.find(orderId)?.showId,
});
