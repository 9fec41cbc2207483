import { Type } from 'typebox';
import type { Application } from '#application/application.ts';
import { isOfShop } from '#application/authorise.ts';
import { showFactsOf } from '#application/commerce/show-facts.ts';
import type { Contact, ContactStore } from '#application/contacts/contact-store.ts';
import { isOrWas } from '#application/principal.ts';
import type { PersonId } from '#domain/ids.ts';
import { Refusal } from '#protocol/errors.ts';
import type { OrderSummaryView, ReceiptView } from '#protocol/order-views.ts';
import { OrderIdSchema } from '#protocol/ids.ts';
import { presentOrderSummary } from '#realtime/commerce/present-order-summary.ts';
import { presentReceipt } from '#realtime/commerce/present-receipt.ts';
import { principalOf } from '../access.ts';
import { shut, type RouteApp } from './route-app.ts';

const OneOrder = Type.Object({ orderId: OrderIdSchema }, shut);
const config = { access: 'signed-in' } as const;
const tags = ['Orders'];

interface Deps {
  readonly application: Pick<Application, 'listOrders' | 'read' | 'streams' | 'nowMs'>;
  readonly contacts: Pick<ContactStore, 'find' | 'joinedTo'>;
}

/** Orders without a socket: one's own, and what is printed. */
export function registerOrderRoutes(app: RouteApp, { application, contacts }: Deps): void {
  const { streams } = application;
  app.get(
    '/api/me/orders',
    { config, schema: { tags, summary: 'My orders, the last changed first' } },
    async (request, reply): Promise<{ orders: readonly OrderSummaryView[] }> => {
      const { personId, formerIds = [] } = principalOf(request);
      const lists = await Promise.all(
        [personId, ...formerIds].map((buyerId) => application.listOrders({ buyerId })),
      );
      const orders = lists.flat().toSorted((one, other) => other.changedAtMs - one.changedAtMs);
      const shows = await showFactsOf(application, orders);
      void reply.header('cache-control', 'no-store');
      return {
        orders: orders.map((order) =>
          presentOrderSummary(order, order.showId === null ? undefined : shows.get(order.showId)),
        ),
      };
    },
  );
  app.get(
    '/api/orders/:orderId/receipt',
    { config, schema: { tags, summary: 'What was paid of an order, for printing', params: OneOrder } },
    async (request, reply): Promise<ReceiptView> => {
      const principal = principalOf(request);
      const { state } = await application.read(streams.order(request.params.orderId));
      // Whether there is an order of somebody else is nobody's business either.
      if (state.status === 'absent') throw new Refusal('order-not-found');
      const isBuyer = isOrWas(principal, state.buyerId);
      if (!isBuyer && !isOfShop(principal)) throw new Refusal('order-not-found');
      const [catalogue, shows, contact] = await Promise.all([
        application.read(streams.catalogue),
        showFactsOf(application, [state]),
        state.buyerId === null ? undefined : contactOf(contacts, state.buyerId),
      ]);
      const showTitle = state.showId === null ? '' : (shows.get(state.showId)?.title ?? '');
      const { settings } = catalogue.state;
      void reply.header('cache-control', 'no-store');
      return presentReceipt(state, { settings, showTitle, contact, nowMs: application.nowMs() });
    },
  );
}

/** A guest who signed in later may have said only then who he is. */
async function contactOf(contacts: Deps['contacts'], buyerId: PersonId): Promise<Contact | undefined> {
  const own = await contacts.find(buyerId);
  if (own !== undefined && own.name !== null) return own;
  const becameId = await contacts.joinedTo(buyerId);
  return becameId === undefined ? own : contacts.find(becameId);
}
