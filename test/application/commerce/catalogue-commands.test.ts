import t from 'tap';
import type { Command } from '#application/application.ts';
import type { ProductId } from '#domain/ids.ts';
import { StandLog } from '../core-stand.ts';
import { ada, openShop, skuIdOf } from './order-stand.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
const productId = (name: string) => `product-${name}` as ProductId;

const save = (
  name: string,
  { sku = name, barcode = null as string | null, divisions = 1 } = {},
): Command => ({
  type: 'save-product',
  product: {
    productId: productId(name),
    title: name,
    description: '',
    pictures: [],
    taxLabel: '',
    skus: [
      {
        skuId: skuIdOf(sku),
        label: '',
        priceMinor: 500,
        unit: { name: 'case', divisions, divisionName: 'bottle', leastQuantity: 1 },
        barcode,
        isArchived: false,
      },
    ],
  },
});

t.test('a product is saved by who keeps the shop, and a SKU belongs to one', async (t) => {
  const stand = await openShop(t, new StandLog());
  t.equal(await stand.try(save('cup'), ada), 'forbidden');
  await stand.do(save('cup'));
  t.equal(await stand.try(save('plate', { sku: 'cup' })), 'sku-taken');
  t.equal(await stand.try(save('cup', { divisions: 12 })), 'sku-unit-fixed');
});

t.test('a barcode is that of one SKU on sale, also when an old product comes back', async (t) => {
  const stand = await openShop(t, new StandLog());
  await stand.do(save('cup', { barcode: '4006381333931' }));
  t.equal(await stand.try(save('plate', { barcode: '4006381333931' })), 'barcode-taken');
  await stand.do({ type: 'archive-product', productId: productId('cup') });
  await stand.do(save('plate', { barcode: '4006381333931' }));
  t.equal(await stand.try({ type: 'restore-product', productId: productId('cup') }), 'barcode-taken');
});

t.test('a SKU that is left out is archived, because stock and orders name it', async (t) => {
  const stand = await openShop(t, new StandLog());
  await stand.do(save('cup'));
  await stand.do(save('cup', { sku: 'cup-blue' }));
  const { state } = await stand.application.read(stand.application.streams.catalogue);
  t.match(state.products, [
    {
      skus: [
        { skuId: skuIdOf('cup-blue'), isArchived: false },
        { skuId: skuIdOf('cup'), isArchived: true },
      ],
    },
  ]);
});

t.test('the currency is fixed once something has a price, and increments are a table', async (t) => {
  const stand = await openShop(t, new StandLog());
  await stand.do({ type: 'set-shop', changes: { currency: 'CHF' } });
  await stand.do(save('cup'));
  t.equal(await stand.try({ type: 'set-shop', changes: { currency: 'EUR' } }), 'currency-fixed');
  for (const increments of [
    [],
    [{ fromMinor: 1, incrementMinor: 1 }],
    [{ fromMinor: 0, incrementMinor: 0 }],
    [
      { fromMinor: 0, incrementMinor: 1 },
      { fromMinor: 0, incrementMinor: 2 },
    ],
  ])
    t.equal(await stand.try({ type: 'set-shop', changes: { increments } }), 'increments-invalid');
});
