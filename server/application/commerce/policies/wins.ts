import type { AuctionEvent, AuctionState, Lot } from '#domain/auction/auction.ts';
import type { CatalogueState } from '#domain/catalogue/catalogue.ts';
import type { EventId, LotId, OrderId, PersonId, ShowId } from '#domain/ids.ts';
import type { OrderState } from '#domain/order/order.ts';
import type { Application } from '../../application.ts';
import type { PaymentProvider } from '../../payment/payment-provider.ts';
import type { Policy } from '../../policy.ts';
import { auctionShowIdOf } from '../../streams.ts';
import { issue } from '../issue.ts';

export interface WinsDeps {
  readonly application: Pick<Application, 'execute' | 'read' | 'streams' | 'listOrders'>;
  readonly payment: Pick<PaymentProvider, 'savesMethods' | 'hasSavedMethod'>;
  readonly onError: (error: unknown, where: string) => void;
}

type EventOf<Type extends AuctionEvent['type']> = Extract<AuctionEvent, { readonly type: Type }>;

const policyName = 'wins';
/** A winner is charged within 5 s of the hammer; a provider that is slow to say who he is must not take them all. */
const methodTimeoutMs = 2_000;

/** What is won becomes part of the winner's order; what is undone, or goes to the runner-up, leaves it again. */
export const winsPolicy = (deps: WinsDeps): Policy => ({
  name: policyName,
  startsAt: 'beginning',
  async handle({ recorded }) {
    const showId = auctionShowIdOf(recorded.streamId);
    if (showId === undefined) return;
    // An auction's stream holds auction events only.
    const event = recorded.event as AuctionEvent;
    const { eventId } = recorded;
    switch (event.type) {
      case 'lot-sold':
        return sold(deps, showId, event, eventId);
      case 'second-chance-accepted':
        await withdrawFrom(deps, showId, event.lotId, eventId, 'second-chance', event.bidderId);
        return accepted(deps, showId, event, eventId);
      case 'second-chance-offered':
        // From now on it is the runner-up's to take: who did not pay in time cannot any more.
        return withdrawFrom(deps, showId, event.lotId, eventId, 'second-chance', event.bidderId);
      case 'lot-voided':
      case 'lot-reopened':
      case 'lot-requeued':
        return withdrawFrom(deps, showId, event.lotId, eventId, 'void', null);
      default:
        return undefined;
    }
  },
});

async function sold(
  deps: WinsDeps,
  showId: ShowId,
  event: EventOf<'lot-sold'>,
  eventId: EventId,
): Promise<void> {
  const { orderId, buyerId, priceMinor, run, holdId, paymentDueAtMs: dueAtMs } = event;
  // A rehearsal: nobody owes anything.
  if (orderId === null || dueAtMs === null) return;
  const lot = await lotOf(deps, showId, event.lotId);
  if (!lot) return;
  const win = { orderId, buyerId, priceMinor, run, holdId, dueAtMs };
  await add(deps, { ...win, showId, lot }, eventId);
}

async function accepted(
  deps: WinsDeps,
  showId: ShowId,
  event: EventOf<'second-chance-accepted'>,
  eventId: EventId,
): Promise<void> {
  const { orderId, bidderId: buyerId, holdId, paymentDueAtMs: dueAtMs } = event;
  const lot = await lotOf(deps, showId, event.lotId);
  // Undone in the meantime: that event comes later, and there is nothing to undo for it.
  if (lot?.status !== 'sold' || lot.sale.buyer.bidderId !== buyerId) return;
  const win = { orderId, buyerId, priceMinor: lot.sale.priceMinor, run: lot.run, holdId, dueAtMs };
  await add(deps, { ...win, showId, lot }, eventId);
}

interface Win extends Pick<EventOf<'lot-sold'>, 'buyerId' | 'priceMinor' | 'run' | 'holdId'> {
  readonly orderId: OrderId;
  readonly showId: ShowId;
  readonly lot: Lot;
  readonly dueAtMs: number;
}

async function add(deps: WinsDeps, { lot, ...win }: Win, eventId: EventId): Promise<void> {
  const { application } = deps;
  const { state: catalogue } = await application.read(application.streams.catalogue);
  const { lotId, title, lines } = lot;
  const charges = await hasMethod(deps, win.buyerId);
  const command = {
    type: 'add-win',
    ...win,
    lotId,
    title,
    taxLabel: taxLabelOf(lot, catalogue),
    charges,
  } as const;
  await issue(application, { policy: policyName, eventId }, { ...command, items: lines });
}

/** Nobody waits for a provider that does not answer: then the winner pays by hand. */
async function hasMethod({ payment, onError }: WinsDeps, buyerId: PersonId): Promise<boolean> {
  if (!payment.savesMethods) return false;
  const timeout = Promise.withResolvers<false>();
  const timer = setTimeout(() => timeout.resolve(false), methodTimeoutMs);
  try {
    return await Promise.race([payment.hasSavedMethod(buyerId), timeout.promise]);
  } catch (error) {
    onError(error, policyName);
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Takes a lot out of every order of the show that has it, but for one buyer's. */
async function withdrawFrom(
  { application }: WinsDeps,
  showId: ShowId,
  lotId: LotId,
  eventId: EventId,
  by: 'second-chance' | 'void',
  keeperId: PersonId | null,
): Promise<void> {
  const orders = await application.listOrders({ showId });
  for (const { orderId, buyerId, lotIds } of orders) {
    if (!lotIds.includes(lotId) || (keeperId !== null && buyerId === keeperId)) continue;
    const { state } = await application.read(application.streams.order(orderId));
    for (const run of runsOf(state, lotId)) {
      const command = { type: 'withdraw-win', orderId, showId, lotId, run, by } as const;
      await issue(application, { policy: policyName, eventId, part: `${orderId} ${run}` }, command);
    }
  }
}

/** The runs of a lot that stand in an order. */
const runsOf = (order: OrderState, lotId: LotId): readonly number[] =>
  order.status === 'absent'
    ? []
    : order.lines.flatMap(({ source, status }) =>
        source.kind === 'lot' && source.lotId === lotId && status !== 'withdrawn' && status !== 'refunded'
          ? [source.run]
          : [],
      );

async function lotOf({ application }: WinsDeps, showId: ShowId, lotId: LotId): Promise<Lot | undefined> {
  const { state } = await application.read<AuctionState, AuctionEvent>(application.streams.auction(showId));
  return state.lots.find((lot) => lot.lotId === lotId);
}

const taxLabelOf = ({ productId }: Lot, { products }: CatalogueState): string =>
  products.find((product) => product.productId === productId)?.taxLabel ?? '';
