import { paddleOf } from '#domain/auction/selectors.ts';
import type { PersonId, ShowId } from '#domain/ids.ts';
import type { Application } from '../application.ts';
import type { OrderSummary } from './order-summary.ts';

/** What a line of a list of orders says of the show that the order is of. */
export interface ShowFacts {
  readonly title: string;
  readonly paddleOf: (personId: PersonId) => number | null;
}

/** Titles and paddles of the shows that these orders are of. */
export async function showFactsOf(
  application: Pick<Application, 'read' | 'streams'>,
  orders: readonly Pick<OrderSummary, 'showId'>[],
): Promise<ReadonlyMap<ShowId, ShowFacts>> {
  const { streams } = application;
  const showIds = new Set(orders.flatMap(({ showId }) => (showId === null ? [] : [showId])));
  const facts = [...showIds].map(async (showId): Promise<[ShowId, ShowFacts]> => {
    const [show, auction] = await Promise.all([
      application.read(streams.show(showId)),
      application.read(streams.auction(showId)),
    ]);
    const title = show.state.status === 'absent' ? '' : show.state.title;
    return [showId, { title, paddleOf: (personId) => paddleOf(auction.state, personId) }];
  });
  return new Map(await Promise.all(facts));
}
