import { defaultShopSettings } from '#domain/catalogue/catalogue.ts';

const skuId = 'sku-of-tests';
const placeId = 'place-of-tests';
const lineId = 'line-of-tests';
const amountMinor = 1200;
const unit = { name: 'piece', divisions: 1, divisionName: 'piece', leastQuantity: 1 };

const product = {
  productId: 'product-of-tests',
  title: 'Taken over',
  description: '',
  pictures: [],
  taxLabel: '',
  skus: [{ skuId, label: '', priceMinor: amountMinor, unit, barcode: null, isArchived: false }],
};

/** Something valid for every field of what is sold. */
export const commerceFields = (): Readonly<Record<string, unknown>> => ({
  lotId: 'lot-of-the-tests',
  beforeLotId: null,
  offerId: 'offer-of-tests',
  beforeOfferId: null,
  orderId: 'order-of-tests',
  productId: 'product-of-tests',
  skuId,
  placeId,
  fromPlaceId: placeId,
  toPlaceId: 'place-of-others',
  lineId,
  tillId: 'till-of-the-tests',
  leaseId: 'lease-of-tests',
  cashierId: 'person-of-tests',
  refundId: 'refund-of-tests',
  failedRefundId: 'refund-that-failed',
  by: 'provider',
  lineIds: [lineId],
  run: 1,
  paddle: 7,
  call: 1,
  pieces: 1,
  quantity: 1,
  counted: 1,
  remaining: 0,
  amountMinor,
  floatMinor: 0,
  countedMinor: 0,
  totalMinor: amountMinor,
  seenPriceMinor: amountMinor,
  seenTotalMinor: amountMinor,
  isExact: false,
  restocks: false,
  tappedAtMs: Date.now(),
  deviceAtMs: Date.now(),
  note: '',
  tracking: '',
  delivery: 'pick-up',
  steps: [],
  cashier: {
    personId: 'person-of-tests',
    pin: { salt: 's'.repeat(22), iterations: 100_000, hash: 'h'.repeat(43) },
  },
  lot: {
    title: 'Taken over',
    productId: null,
    mediaId: null,
    lines: [],
    terms: {
      kind: 'hammer',
      startMinor: 100,
      reserveMinor: null,
      durationMs: 0,
      counterBidMs: 0,
      extensionCapMs: 0,
      increments: null,
    },
  },
  terms: {
    kind: 'buy-now',
    title: 'Taken over',
    mediaId: null,
    priceMinor: amountMinor,
    insteadOfMinor: null,
    items: [{ productId: 'product-of-tests', skuId, quantity: 1 }],
    isChoice: false,
    limitTotal: null,
    limitPerBuyer: null,
    durationMs: null,
    claim: 'on-hold',
  },
  product,
});

const tillLine = { lineId, skuId, quantity: 1, unitPriceMinor: amountMinor, amountMinor };

/** One name, another meaning in each of these methods. */
export const commerceMeanings = {
  'catalogue.set-shop': { changes: { name: defaultShopSettings.name } },
  'order.check-out': { method: 'stall' },
  'order.pay-order': { method: 'stall' },
  'order.note-stall-payment': { method: 'cash' },
  'till.settle-order': { method: 'cash' },
  'till.lease-quota': { lines: [{ skuId, quantity: 1 }] },
  'till.sell-at-till': { method: 'cash', lines: [tillLine] },
} as const;
