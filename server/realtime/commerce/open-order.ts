import type { Application } from '#application/application.ts';
import { paddleOf } from '#domain/auction/selectors.ts';
import type { OrderId, PersonId, ShowId } from '#domain/ids.ts';
import type { OrderState } from '#domain/order/order.ts';
import type { Channel } from '../channels/channel.ts';
import { LiveChannel, type LiveChannelDeps } from '../channels/live-channel.ts';
import { LiveStream } from '../channels/live-stream.ts';
import { orderKind } from './order-kind.ts';

interface OpenOrderDeps extends LiveChannelDeps {
  readonly application: Pick<
    Application,
    'streams' | 'names' | 'read' | 'follow' | 'eventsSince' | 'readShowList'
  >;
}

/** Opens `order-<id>`, whether there is such an order yet or not. */
export async function openOrder(deps: OpenOrderDeps, name: string, orderId: OrderId): Promise<Channel> {
  const { application } = deps;
  const { streams, names } = application;
  const stream = await LiveStream.open(deps, streams.order(orderId));
  const order = () => stream.reading.state;
  try {
    const [catalogue, shows, paddleOfBuyer] = await Promise.all([
      application.read(streams.catalogue),
      order().status === 'absent' ? showIdsOf(application) : [],
      paddlesOf(application, order()),
    ]);
    const kind = orderKind({
      name,
      orderId,
      order,
      showIds: shows,
      currency: catalogue.state.settings.currency,
      paddleOf: paddleOfBuyer,
      names,
    });
    return new LiveChannel(kind, stream, deps, () => stream.close());
  } catch (error) {
    stream.close();
    throw error;
  }
}

async function showIdsOf(application: Pick<Application, 'readShowList'>): Promise<readonly ShowId[]> {
  const { state } = await application.readShowList();
  return state.flatMap((show) => (show.status === 'absent' ? [] : [show.showId]));
}

/** As of now: a paddle is given before anything is bought with it. */
async function paddlesOf(
  application: Pick<Application, 'read' | 'streams'>,
  order: OrderState,
): Promise<(personId: PersonId) => number | null> {
  if (order.status === 'absent' || order.showId === null) return () => null;
  const { state } = await application.read(application.streams.auction(order.showId));
  return (personId) => paddleOf(state, personId);
}
