import type { Reading } from '#application/application.ts';
import type { StreamRef } from '#application/command-handler.ts';
import { auctionKind, type OfShow } from '../commerce/auction-kind.ts';
import { catalogueKind } from '../commerce/catalogue-kind.ts';
import { ledgerKind } from '../commerce/ledger-kind.ts';
import { ordersKind } from '../commerce/orders-kind.ts';
import { noOrders, orderListSource } from '../commerce/orders-source.ts';
import { shelfKind } from '../commerce/shelf-kind.ts';
import { tillsKind } from '../commerce/tills-kind.ts';
import { tillsSource } from '../commerce/tills-source.ts';
import type { RealtimeDeps } from '../ports.ts';
import { RoomChannel, type RoomChannelDeps } from '../rooms/room-channel.ts';
import type { ChannelKind } from './channel-kind.ts';
import type { ShopNoun, ShowNoun } from './channel-name.ts';
import type { Channel } from './channel.ts';
import { ListChannel } from './list-channel.ts';
import type { ListKind } from './list-kind.ts';
import { LiveChannel } from './live-channel.ts';
import { LiveReading, type LiveSource } from './live-reading.ts';
import { LiveStream, type LiveShow } from './live-stream.ts';
import { lobbyKind, showListSource } from './lobby-kind.ts';
import type { PaceDeps } from './paced-telling.ts';
import { showChannelKind } from './show-channel.ts';

export interface ChannelTableDeps extends RoomChannelDeps {
  readonly application: RealtimeDeps['application'];
  readonly config: Pick<RealtimeDeps['config'], 'stripeSecretKey'>;
}

type Pace = Partial<Pick<PaceDeps, 'pushesPerSecond' | 'holdMs'>>;

/** Somebody waits for the answer to a bid: a storm of them is gathered for so long. */
const auctionPace: Pace = { holdMs: 20 };
/** Numbers of stock are looked at, not raced for. */
const stockPace: Pace = { pushesPerSecond: 5, holdMs: 200 };

/** How the channels that the shop has one of are opened. */
export function shopChannels(
  deps: ChannelTableDeps,
): Readonly<Record<ShopNoun, (name: string) => Promise<Channel>>> {
  const { application, config } = deps;
  const { streams, names } = application;
  const paymentMethods =
    config.stripeSecretKey === '' ? (['stall'] as const) : (['stall', 'stripe'] as const);
  return {
    shows: (name) => listOf(deps, lobbyKind(name, names), showListSource(application), new Map()),
    catalogue: async (name) =>
      new ListChannel(
        catalogueKind(name, paymentMethods),
        await LiveStream.open(deps, streams.catalogue),
        deps,
      ),
    ledger: async (name) =>
      new ListChannel(ledgerKind(name), await LiveStream.open(deps, streams.ledger), {
        ...deps,
        ...stockPace,
      }),
    orders: (name) => listOf(deps, ordersKind(name, names), orderListSource(application), noOrders),
    tills: (name) =>
      listOf(deps, tillsKind(name, names), tillsSource(application), { tills: [], cashiers: [], leases: [] }),
  };
}

async function listOf<State, Change extends Reading<State>>(
  deps: ChannelTableDeps,
  kind: ListKind<State, Change>,
  source: LiveSource<State, Change>,
  initial: State,
): Promise<Channel> {
  return new ListChannel(kind, await LiveReading.of(deps, source, initial), deps);
}

/** How the channels of a show are opened; whoever calls listens to the show until then. */
export function showChannels(
  deps: ChannelTableDeps,
): Readonly<Record<ShowNoun, (of: OfShow, show: LiveShow) => Promise<Channel>>> {
  const { streams, names } = deps.application;
  return {
    show: async ({ name }, show) =>
      new LiveChannel(
        showChannelKind(name, () => show.reading.state, names),
        show,
        deps,
      ),
    room: async ({ showId }, show) =>
      new RoomChannel({ showId, show, room: await LiveStream.open(deps, streams.room(showId)) }, deps),
    auction: (of, show) =>
      liveOf({ ...deps, ...auctionPace }, auctionKind(of), streams.auction(of.showId), show),
    shelf: (of, show) => liveOf(deps, shelfKind(of), streams.shelf(of.showId), show),
  };
}

/** Who may read, and with whose eyes, hangs on the show. */
async function liveOf<State, Event>(
  deps: ChannelTableDeps,
  kind: ChannelKind<State, Event>,
  ref: StreamRef<State, Event>,
  show: LiveShow,
): Promise<Channel> {
  const stream = await LiveStream.open(deps, ref);
  const channel = new LiveChannel(kind, stream, deps, () => {
    stopWatching();
    stream.close();
  });
  const recheck = () => channel.recheck();
  const stopWatching = show.listen({ advance: recheck, restarted: recheck });
  return channel;
}
