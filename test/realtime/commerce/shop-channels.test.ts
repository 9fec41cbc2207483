import { test } from 'tap';
import {
  catalogueStream,
  ledgerStream,
  shelfStream,
  tillsStream,
} from '#application/commerce/commerce-streams.ts';
import { mainShopId } from '#application/streams.ts';
import type { VerifiedPrincipal } from '#application/identity/identity.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import type {
  HoldId,
  LeaseId,
  OfferId,
  OrderId,
  OrderLineId,
  PlaceId,
  ProductId,
  SkuId,
  TillId,
} from '#domain/ids.ts';
import type { LedgerEvent } from '#domain/ledger/ledger.ts';
import type { OfferTerms } from '#domain/shelf/shelf.ts';
import { ledgerReading, shelfReading, tillsReading } from '#test/support/commerce-reading.ts';
import { ChannelReader } from '#test/support/channel-reader.ts';
import { hostId, RealtimeStand, showId } from '#test/support/realtime-stand.ts';
import { person } from './auction-stand.ts';

// Brands are given where ids are made; these are made by tests.
const skuId = 'sku-of-cups' as SkuId;
const otherSkuId = 'sku-of-bowls' as SkuId;
const placeId = 'place-stall' as PlaceId;
const offerId = 'offer-of-cups' as OfferId;
const orderId = 'order-of-bob' as OrderId;
const lineId = 'line-of-bob' as OrderLineId;
const holdId = 'hold-of-bob' as HoldId;
const tillId = 'till-at-door' as TillId;
const leaseId = 'lease-of-door' as LeaseId;

async function follow<Name extends string>(
  stand: RealtimeStand,
  channel: Name,
  role: VerifiedPrincipal['role'],
  name: string = role,
) {
  const socket = await stand.open(role, name);
  const reader = new ChannelReader(channel);
  await stand.settle(reader.resume(socket));
  return { socket, reader };
}

const received = (sku: SkuId, quantity: number, reserved: number): LedgerEvent => ({
  type: 'stock-received',
  skuId: sku,
  placeId,
  quantity,
  reserved,
  note: 'from the kiln',
});

const held = (quantity: number): LedgerEvent => ({
  type: 'hold-placed',
  hold: {
    holdId,
    owner: { kind: 'order', orderId, lineId },
    audience: 'online',
    lines: [{ kind: 'stock', skuId, placeId, quantity, fromReserve: 0 }],
    deadlineMs: null,
  },
});

test('the public learns what is left, and no more than it must; the crew of the shop every number', async (t) => {
  const stand = new RealtimeStand();
  const ledger = stand.streamOf(ledgerStream(mainShopId));
  ledger.append(hostId, [received(skuId, 40, 12), received(otherSkuId, 4, 1)]);
  const viewer = await follow(stand, 'ledger', 'viewer');
  const staff = await follow(stand, 'ledger', 'staff');
  t.same(viewer.reader.view, {
    levels: [
      { skuId, state: 'ok', available: null },
      { skuId: otherSkuId, state: 'few', available: 3 },
    ],
  });
  t.match(staff.reader.view, {
    levels: [{ available: 28 }, { available: 3 }],
    board: [
      { skuId, availableOnline: 28, availableOnSite: 40, reserved: 12, places: [{ capacity: 40, free: 40 }] },
      { movements: [{ kind: 'received', quantity: 4, note: 'from the kiln' }] },
    ],
    releasePlans: [],
  });
  ledger.append(hostId, [held(1)]);
  await stand.clock.advance(300);
  await stand.clock.tick();
  t.same(viewer.reader.events, [], 'nobody is woken for one of plenty');
  t.match(staff.reader.events, [
    { type: 'ledger.levels', levels: [{ skuId, available: 27 }] },
    { type: 'ledger.rows', rows: [{ skuId, holds: [{ holdId, owner: { kind: 'order', id: orderId } }] }] },
  ]);
  t.notMatch(viewer.socket.texts.join(), /kiln|order-of-bob|hold-of-bob|"reserved":/);
});

test('what is only held, set aside for the room, or gone is told apart', async (t) => {
  const stand = new RealtimeStand();
  const ledger = stand.streamOf(ledgerStream(mainShopId));
  ledger.append(hostId, [received(skuId, 5, 2)]);
  const viewer = await follow(stand, 'ledger', 'viewer');
  const stateNow = async () => {
    await stand.clock.advance(300);
    await stand.clock.tick();
    return ledgerReading(viewer.reader).levels[0]?.state;
  };
  t.equal(await stateNow(), 'few');
  ledger.append(hostId, [held(3)]);
  t.equal(await stateNow(), 'reserved');
  ledger.append(hostId, [{ type: 'reserve-set', skuId, remaining: 0 }]);
  t.equal(await stateNow(), 'few');
  ledger.append(hostId, [{ type: 'stock-blocked', skuId, placeId, quantity: 2, reason: 'cracked' }]);
  t.equal(await stateNow(), 'ordered');
  ledger.append(hostId, [{ type: 'hold-sold', holdId }]);
  t.equal(await stateNow(), 'gone');
});

test('many changes of stock a second leave together, each SKU once', async (t) => {
  const stand = new RealtimeStand();
  const ledger = stand.streamOf(ledgerStream(mainShopId));
  const staff = await follow(stand, 'ledger', 'staff');
  for (let count = 0; count < 200; count += 1) {
    ledger.append(hostId, [received(skuId, 1, 0)]);
    await stand.clock.advance(5);
  }
  await stand.clock.advance(300);
  await stand.clock.tick();
  t.ok(staff.socket.ofType('push').length <= 12, 'a second of changes is a few pushes');
  const rows = staff.reader.events.filter(({ type }) => type === 'ledger.rows');
  for (const event of rows) t.equal(event.type === 'ledger.rows' && event.rows.length, 1);
  t.match(ledgerReading(staff.reader).board, [{ availableOnline: 200 }]);
  t.same(staff.reader.faults, []);
});

test('who was away gets the ledger anew, or nothing where nothing happened', async (t) => {
  const stand = new RealtimeStand();
  const ledger = stand.streamOf(ledgerStream(mainShopId));
  ledger.append(hostId, [received(skuId, 3, 0)]);
  const viewer = await follow(stand, 'ledger', 'viewer');
  viewer.socket.leave();
  await stand.settle(viewer.reader.resume(await stand.open('viewer')));
  t.equal(viewer.reader.recoveries, 1);
  ledger.append(hostId, [held(1)]);
  await stand.clock.tick();
  viewer.socket.leave();
  await stand.settle(viewer.reader.resume(await stand.open('viewer')));
  const late = await follow(stand, 'ledger', 'viewer', 'lena');
  t.same(ledgerReading(viewer.reader), ledgerReading(late.reader));
});

const product = (title: string, isArchived = false): Product => ({
  productId: `product-${title}` as ProductId,
  title,
  description: '',
  pictures: [],
  taxLabel: '',
  skus: [],
  isArchived,
});

test('the catalogue: archived products are for who works in the shop', async (t) => {
  const stand = new RealtimeStand();
  const catalogue = stand.streamOf(catalogueStream(mainShopId));
  catalogue.append(hostId, [{ type: 'product-saved', product: product('Cup') }]);
  const viewer = await follow(stand, 'catalogue', 'viewer');
  const staff = await follow(stand, 'catalogue', 'staff');
  t.match(viewer.reader.view, { paymentMethods: ['stall'], products: [{ title: 'Cup' }] });
  catalogue.append(hostId, [
    { type: 'product-archived', productId: product('Cup').productId },
    { type: 'product-saved', product: product('Bowl') },
    { type: 'shop-set', changes: { name: 'Pots' } },
  ]);
  await stand.clock.tick();
  t.match(viewer.reader.events, [
    { type: 'catalogue.shop', settings: { name: 'Pots' } },
    { type: 'catalogue.product-gone', productId: 'product-Cup' },
    { type: 'catalogue.product', product: { title: 'Bowl' } },
  ]);
  t.match(
    staff.reader.events.filter(({ type }) => type === 'catalogue.product'),
    [{ product: { title: 'Cup', isArchived: true } }, { product: { title: 'Bowl' } }],
  );
});

const terms: OfferTerms = {
  kind: 'flash',
  title: 'Cups, now',
  mediaId: null,
  priceMinor: 900,
  insteadOfMinor: 1200,
  items: [],
  isChoice: false,
  limitTotal: 10,
  limitPerBuyer: 2,
  durationMs: null,
  claim: 'on-hold',
};

test('the shelf: planned offers are the crew’s, pieces left everybody’s, and one’s own pieces one’s own', async (t) => {
  const stand = new RealtimeStand();
  const shelf = stand.streamOf(shelfStream(mainShopId, showId));
  const channel = `shelf-${showId}` as const;
  shelf.append(hostId, [{ type: 'offer-added', showId, offerId, terms }]);
  const vera = await follow(stand, channel, 'viewer', 'vera');
  const bob = await follow(stand, channel, 'viewer', 'bob');
  const host = await follow(stand, channel, 'host');
  t.same(vera.reader.view?.offers, []);
  t.match(host.reader.view?.offers, [{ offerId, status: 'planned', taken: 0 }]);
  const taken = (name: string) => ({ orderId, lineId, personId: person(name), pieces: 2 });
  shelf.append(hostId, [
    { type: 'offer-opened', offerId, endsAtMs: null },
    { type: 'offer-pinned', offerId },
    { type: 'offer-taken', offerId, ...taken('bob') },
    { type: 'offer-taken', offerId, ...taken('eva') },
  ]);
  await stand.clock.tick();
  t.match(shelfReading(vera.reader), { pinnedOfferId: offerId, offers: [{ left: 6, ownPieces: 0 }] });
  t.match(shelfReading(bob.reader), { offers: [{ left: 6, ownPieces: 2 }] });
  t.match(shelfReading(host.reader), { offers: [{ taken: 4 }] });
  t.notMatch(vera.socket.texts.join(), /person-bob|person-eva|"taken":|order-of-bob/);
  shelf.append(hostId, [{ type: 'offer-given-back', offerId, ...taken('bob') }]);
  await stand.clock.tick();
  t.match(shelfReading(bob.reader), { offers: [{ left: 8, ownPieces: 0, isSoldOut: false }] });
  shelf.append(hostId, [
    { type: 'offer-taken', offerId, ...taken('bob'), pieces: 8 },
    { type: 'offer-ended', offerId, reason: 'sold-out' },
  ]);
  await stand.clock.tick();
  t.match(shelfReading(vera.reader), { offers: [{ status: 'ended', left: 0, isSoldOut: true }] });
  for (const [one, name] of [
    [vera, 'vera'],
    [bob, 'bob'],
  ] as const) {
    const late = await follow(stand, channel, 'viewer', name);
    t.same(shelfReading(one.reader), shelfReading(late.reader));
  }
});

test('tills are for who works in the shop, and PINs for paired devices and who runs it', async (t) => {
  const stand = new RealtimeStand();
  const tills = stand.streamOf(tillsStream(mainShopId));
  const pin = { salt: 's', iterations: 1, hash: 'the hash of a pin' };
  tills.append(hostId, [{ type: 'cashier-set', cashier: { personId: person('carla'), pin } }]);
  await t.rejects(follow(stand, 'tills', 'viewer'), { code: 'forbidden' });
  const host = await follow(stand, 'tills', 'host');
  const staff = await follow(stand, 'tills', 'staff', 'device');
  t.match(host.reader.view, { cashiers: [{ name: 'Carla', pin }] });
  t.same(staff.reader.view, { tills: [], cashiers: [] });
  t.notMatch(staff.socket.texts.join(), /hash of a pin/);
  tills.append(person('device'), [{ type: 'till-added', tillId, label: 'Door', deviceId: person('device') }]);
  for (let ticks = 0; ticks < 5; ticks += 1) await stand.clock.tick();
  t.same(staff.reader.closings, ['conflict'], 'the device sees another list now');
  t.match(tillsReading(staff.reader), { tills: [{ label: 'Door' }], cashiers: [{ pin }] });
  stand
    .streamOf(ledgerStream(mainShopId))
    .append(hostId, [
      received(skuId, 5, 0),
      { type: 'quota-leased', leaseId, tillId, lines: [{ skuId, placeId, quantity: 3, fromReserve: 0 }] },
    ]);
  tills.append(person('device'), [{ type: 'lease-taken', tillId, leaseId }]);
  for (let ticks = 0; ticks < 5; ticks += 1) await stand.clock.tick();
  t.match(tillsReading(host.reader).tills, [{ leases: [{ leaseId, lines: [{ skuId, quantity: 3 }] }] }]);
});
