import type { Test } from 'tap';
import type { Application, Command, CommandOutcome } from '#application/application.ts';
import type { CommerceParts } from '#application/commerce/keep-commerce.ts';
import { orderIdOf } from '#application/commerce/order-id.ts';
import type { EventLog } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import { mainShopId, shopStreamId } from '#application/streams.ts';
import { stallPlaceId, warehousePlaceId, type Product } from '#domain/catalogue/catalogue.ts';
import type { OfferId, OrderId, OrderLineId, ProductId, SkuId, StreamId } from '#domain/ids.ts';
import type { LedgerState } from '#domain/ledger/ledger.ts';
import type { OrderLine, PresentOrder } from '#domain/order/order.ts';
import type { OfferTerms } from '#domain/shelf/shelf.ts';
import {
  commandIdOf,
  create,
  plain,
  principalOf,
  showIdOf,
  startCore,
  type CoreStand,
} from '../core-stand.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
export const showId = showIdOf('one');
export const skuIdOf = (name: string): SkuId => `sku-${name}-00` as SkuId;
export const offerIdOf = (name: string): OfferId => `offer-${name}` as OfferId;
export const lineIdOf = (name: string): OrderLineId => `line-${name}-0` as OrderLineId;
export const [ada, bob, eve] = ['ada', 'bob', 'eve'].map((name) => principalOf('viewer', name)) as [
  Principal,
  Principal,
  Principal,
];
export const orderOfBuyer = ({ personId }: Principal): OrderId => orderIdOf(showId, personId);

export interface ShopStand extends CoreStand {
  /** Fails the test unless it is accepted. */
  do(command: Command, principal?: Principal): Promise<CommandOutcome>;
  /** The code of the refusal, or 'accepted'. */
  try(command: Command, principal?: Principal): Promise<string>;
  order(orderId: OrderId): Promise<PresentOrder>;
  line(orderId: OrderId, lineId: OrderLineId): Promise<OrderLine>;
  ledger(): Promise<LedgerState>;
}

/** A shop with a live show; sweeps often, so that a clock that the test moves is noticed. */
export async function openShop(
  t: Test,
  log: EventLog,
  commerce: Partial<CommerceParts> = {},
): Promise<ShopStand> {
  const stand = shopOver(t, await startCore(t, log, 10, commerce));
  await stand.do(create('one'));
  await stand.do(plain('go-live', 'one'));
  return stand;
}

/** Another server over the same log. */
export const anotherServer = async (
  t: Test,
  log: EventLog,
  commerce: Partial<CommerceParts> = {},
): Promise<ShopStand> => shopOver(t, await startCore(t, log, 10, commerce));

function shopOver(t: Test, core: CoreStand): ShopStand {
  const { application, run } = core;
  const order = async (orderId: OrderId): Promise<PresentOrder> => {
    const { state } = await application.read(application.streams.order(orderId));
    if (state.status === 'absent') throw new Error('there is no such order');
    return state;
  };
  return {
    ...core,
    order,
    async do(command, principal) {
      const outcome = await run(command, principal);
      if (outcome.outcome === 'rejected') t.fail(`${command.type} is refused`, outcome.rejection);
      return outcome;
    },
    async try(command, principal) {
      const outcome = await run(command, principal);
      return outcome.outcome === 'accepted' ? 'accepted' : outcome.rejection.code;
    },
    async line(orderId, lineId) {
      const line = (await order(orderId)).lines.find((candidate) => candidate.lineId === lineId);
      if (!line) throw new Error('there is no such line');
      return line;
    },
    async ledger() {
      return (await application.read(application.streams.ledger)).state;
    },
  };
}

let lastAppend = 0;

/** Events as if somebody's command had made them. */
export async function append(log: EventLog, streamId: StreamId, ...events: readonly object[]): Promise<void> {
  const { version } = await log.head(streamId);
  const commandId = commandIdOf(`append-${++lastAppend}`);
  const { personId: actorId } = principalOf('admin');
  const command = {
    actorId,
    commandId,
    digest: 'append',
    events: events.map((event) => ({ streamId, event })),
  };
  const expected = [{ streamId, version }];
  const decidedAtMs = log.nowMs();
  await log.append({ shopId: mainShopId, decidedAtMs, expected, commands: [command] });
}

const productIdOf = (name: string): ProductId => `product-${name}` as ProductId;

const productOf = (name: string): Product => ({
  productId: productIdOf(name),
  title: name,
  description: '',
  pictures: [],
  taxLabel: 'incl. 19 % VAT',
  skus: [
    {
      skuId: skuIdOf(name),
      label: '',
      priceMinor: 500,
      unit: { name: 'piece', divisions: 1, divisionName: 'piece', leastQuantity: 1 },
      barcode: null,
      isArchived: false,
    },
  ],
  isArchived: false,
});

/** Stock as if somebody had counted it in. `reserved` of it is the room's. */
export async function stockUp(log: EventLog, name: string, quantity: number, reserved = 0): Promise<void> {
  await append(log, shopStreamId(mainShopId, 'catalogue'), {
    type: 'product-saved',
    product: productOf(name),
  });
  const placeId = reserved > 0 ? stallPlaceId : warehousePlaceId;
  const event = { type: 'stock-received', skuId: skuIdOf(name), placeId, quantity, reserved, note: '' };
  await append(log, shopStreamId(mainShopId, 'ledger'), event);
}

export const termsOf = (name: string, parts: Partial<OfferTerms> = {}): OfferTerms => ({
  kind: 'buy-now',
  title: name,
  mediaId: null,
  priceMinor: 500,
  insteadOfMinor: null,
  items: [{ productId: productIdOf(name), skuId: skuIdOf(name), quantity: 1 }],
  isChoice: false,
  limitTotal: null,
  limitPerBuyer: null,
  durationMs: null,
  claim: 'on-hold',
  ...parts,
});

/** An offer that is open. */
export async function openOffer(
  stand: ShopStand,
  name: string,
  parts: Partial<OfferTerms> = {},
): Promise<void> {
  const offerId = offerIdOf(name);
  await stand.do({ type: 'add-offer', showId, offerId, terms: termsOf(name, parts) });
  await stand.do({ type: 'open-offer', showId, offerId });
}

export const take = (name: string, line = name, pieces = 1, seenPriceMinor = 500): Command => ({
  type: 'take-offer',
  showId,
  offerId: offerIdOf(name),
  lineId: lineIdOf(line),
  pieces,
  skuId: null,
  seenPriceMinor,
});

export const checkOut = (seenTotalMinor: number, method: 'stall' | 'stripe' = 'stall'): Command => ({
  type: 'check-out',
  showId,
  delivery: 'pick-up',
  method,
  seenTotalMinor,
});

/** Waits for what followers and timers do; gives up, so that a test fails where it stands. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + 5_000;
  while (Date.now() < endMs) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`it did not come to: ${what}`);
}

/** All policies had their turn: nothing was written for a while. */
export async function settled(application: Application): Promise<void> {
  let before = -1;
  let quietTurns = 0;
  while (quietTurns < 4) {
    await new Promise((resolve) => setTimeout(resolve, 15));
    const { position } = await application.readOrderList();
    const feed = await application.read(application.streams.ledger);
    const now = position.version + feed.position.version;
    quietTurns = now === before ? quietTurns + 1 : 0;
    before = now;
  }
}
