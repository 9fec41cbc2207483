import { test } from 'tap';
import type { CatalogueView } from '#protocol/catalogue-views.ts';
import { defaultShopSettings } from '#domain/catalogue/catalogue.ts';
import type { ProductId, SkuId } from '#domain/ids.ts';
import { emptyLotForm, readLotForm } from '../../../client-demo/src/pages/sale/lot-draft.ts';
import { emptyOfferForm, readOfferForm } from '../../../client-demo/src/pages/sale/offer-draft.ts';

// Brands have no maker outside the edge.
const productId = 'product-lamp-01' as ProductId;
const sku = (skuId: string, label: string, divisions = 1) => ({
  skuId: skuId as SkuId,
  label,
  priceMinor: 4_000,
  unit: { name: 'piece', divisions, divisionName: 'piece', leastQuantity: 1 },
  barcode: null,
  isArchived: false,
});
const catalogue: CatalogueView = {
  settings: defaultShopSettings,
  paymentMethods: ['stall'],
  products: [
    {
      productId,
      title: 'Lamp',
      description: '',
      pictures: [],
      taxLabel: '',
      skus: [sku('sku-lamp-red', 'red'), sku('sku-lamp-case', 'case', 12)],
      isArchived: false,
    },
  ],
};
const readMoney = (text: string): number | null => (/^\d+$/.test(text.trim()) ? Number(text) * 100 : null);
const article = `${productId} sku-lamp-red`;

test('a lot of the catalogue takes its title, and its stock', async (t) => {
  const read = readLotForm({ ...emptyLotForm, article, start: '10' }, catalogue, readMoney);
  t.match(read, {
    draft: {
      title: 'Lamp',
      productId,
      lines: [{ skuId: 'sku-lamp-red', quantity: 1 }],
      terms: { kind: 'hammer', startMinor: 1_000, reserveMinor: null, durationMs: 0, counterBidMs: 0 },
    },
  });
});

test('a timed lot has its seconds; without counter-bid time it is sudden death', async (t) => {
  const timed = { ...emptyLotForm, title: 'Vase', start: '5', kind: 'timed', seconds: '30' } as const;
  t.match(readLotForm(timed, catalogue, readMoney), {
    draft: { terms: { durationMs: 30_000, counterBidMs: 10_000, extensionCapMs: 300_000 } },
  });
  t.match(readLotForm({ ...timed, counterBidSeconds: '0' }, catalogue, readMoney), {
    draft: { terms: { counterBidMs: 0, extensionCapMs: 0 } },
  });
});

test('every fault of a lot is named, and a reserve below the start is one', async (t) => {
  const read = readLotForm(
    { ...emptyLotForm, kind: 'timed', start: 'x', reserve: 'y', seconds: '1', counterBidSeconds: '9999' },
    catalogue,
    readMoney,
  );
  t.same('faults' in read && [...read.faults].toSorted(), [
    'counterBidSeconds',
    'reserve',
    'seconds',
    'start',
    'title',
  ]);
  const low = readLotForm(
    { ...emptyLotForm, title: 'Vase', start: '10', reserve: '5' },
    catalogue,
    readMoney,
  );
  t.same('faults' in low && [...low.faults], ['reserve']);
});

test('several variants are a choice, a bundle takes all, in whole units', async (t) => {
  const articles = [article, `${productId} sku-lamp-case`];
  t.match(readOfferForm({ ...emptyOfferForm, articles, price: '9' }, catalogue, readMoney), {
    terms: { isChoice: true, priceMinor: 900, durationMs: null, items: [{ quantity: 1 }, { quantity: 12 }] },
  });
  t.match(readOfferForm({ ...emptyOfferForm, kind: 'bundle', articles, price: '9' }, catalogue, readMoney), {
    terms: { isChoice: false },
  });
});

test('a flash price has minutes, a bundle two articles, and a price was higher before', async (t) => {
  const faultsOf = (over: object) => {
    const read = readOfferForm(
      { ...emptyOfferForm, articles: [article], price: '9', ...over },
      catalogue,
      readMoney,
    );
    return 'faults' in read ? [...read.faults] : [];
  };
  t.same(faultsOf({ kind: 'flash', minutes: '' }), ['minutes']);
  t.same(faultsOf({ kind: 'bundle' }), ['articles']);
  t.same(faultsOf({ insteadOf: '8' }), ['insteadOf']);
  t.same(faultsOf({ limitTotal: '0', limitPerBuyer: 'x' }), ['limitTotal', 'limitPerBuyer']);
  t.same(faultsOf({}), []);
});
