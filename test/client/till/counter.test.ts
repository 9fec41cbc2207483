import fc from 'fast-check';
import { test } from 'tap';
import { priceOf as priceOnServer } from '#domain/money/money.ts';
import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { OrderSummaryView } from '#protocol/order-views.ts';
import {
  goodsText,
  priceOf,
  saleLines,
  stepOf,
  totalOf,
  withQuantity,
  type Basket,
} from '../../../client-demo/src/pages/till/basket.ts';
import { changeOf, quickAmounts } from '../../../client-demo/src/pages/till/cash.ts';
import { orderByCode, ordersFor } from '../../../client-demo/src/pages/till/find-order.ts';
import { fitsPin, hashPin, isPin, waitAfterMs } from '../../../client-demo/src/pages/till/pin.ts';
import { receiptText } from '../../../client-demo/src/pages/till/receipt-text.ts';
import {
  articleByCode,
  articlesOf,
  nothingTyped,
  pairingSecret,
  plainCode,
  typed,
} from '../../../client-demo/src/pages/till/scan.ts';

/** As a catalogue holds it; ids of a test are text without the server's brand, hence the cast. */
const catalogue = {
  settings: {},
  paymentMethods: [],
  products: [
    {
      productId: 'p1',
      title: 'Cola',
      isArchived: false,
      skus: [
        {
          skuId: 's1',
          label: 'case',
          priceMinor: 2400,
          barcode: '0012345678905',
          isArchived: false,
          unit: { name: 'case', divisions: 12, divisionName: 'bottle', leastQuantity: 1 },
        },
        {
          skuId: 's2',
          label: 'old',
          priceMinor: 1,
          barcode: 'GONE',
          isArchived: true,
          unit: { name: 'piece', divisions: 1, divisionName: 'piece', leastQuantity: 1 },
        },
      ],
    },
    { productId: 'p2', title: 'Gone', isArchived: true, skus: [] },
  ],
} as unknown as CatalogueView;
const articles = articlesOf(catalogue);
const [cola] = articles;
if (cola === undefined) throw new Error('no cola');

void test('what is archived is not sold; a barcode is found with and without its leading zero', async (t) => {
  t.equal(articles.length, 1);
  t.equal(articleByCode(articles, '012345678905'), cola);
  t.equal(articleByCode(articles, '0012345678905'), cola);
  t.equal(articleByCode(articles, 'GONE'), undefined);
});

void test('a scanned link stands for the code in it', async (t) => {
  t.equal(plainCode(' K7-4QX\n'), 'K7-4QX');
  t.equal(plainCode('https://shop.example/orders?code=K74QX'), 'K74QX');
  t.equal(plainCode('https://shop.example/pick-up/K74QX/'), 'K74QX');
  t.equal(plainCode('https://shop.example/x#K74QX'), 'K74QX');
  t.equal(plainCode('https://'), 'https://');
});

void test('the code of a new till is told from all others', async (t) => {
  t.equal(pairingSecret(' https://shop.example/till#s3cret\n'), 's3cret');
  t.equal(pairingSecret('https://shop.example/till#a%20b'), 'a b');
  for (const other of ['https://shop.example/till', 'https://shop.example/enter#s', 'K74QX', ''])
    t.equal(pairingSecret(other), null);
  t.equal(pairingSecret('https://shop.example/till#%E0%A4%A'), null, 'not even text');
});

void test('a scanner types its code fast and ends with Enter; slow keys are none', async (t) => {
  const type = (text: string, gapMs: number) => {
    let state = nothingTyped;
    let atMs = 1000;
    for (const key of text) state = typed(state, key, (atMs += gapMs)).typed;
    return typed(state, 'Enter', atMs + gapMs);
  };
  t.equal(type('4006381333931', 10).code, '4006381333931');
  t.equal(type('4006381333931', 900).code, null);
  t.equal(type('12', 10).code, null, 'too short');
  t.same(type('4006381333931', 10).typed, nothingTyped);
  t.equal(typed(typed(nothingTyped, 'a', 600).typed, 'Shift', 610).typed.text, 'a', 'other keys add nothing');
});

void test('one tap adds a whole unit; part of it costs its part', async (t) => {
  t.equal(stepOf(cola), 12);
  const basket: Basket = withQuantity([], cola, 12);
  t.equal(totalOf(basket), 2400);
  t.equal(totalOf(withQuantity(basket, cola, 3)), 600);
  t.same(withQuantity(basket, cola, 0), []);
  t.match(
    saleLines(withQuantity([], cola, 5), () => 'line'),
    [{ quantity: 5, unitPriceMinor: 2400, amountMinor: 1000 }],
  );
  const [line] = saleLines(withQuantity([], cola, 5), () => 'line');
  t.equal(line && goodsText(line), '5 bottle Cola (case)', 'what is sold by the division says of what');
  const pieces = { ...cola, sku: { ...cola.sku, unit: { ...cola.sku.unit, divisions: 1 } } };
  t.same(saleLines(withQuantity([], pieces, 5), () => 'line').map(goodsText), ['5 × Cola (case)']);
});

void test('quick amounts rise from the sum itself over round sums and notes', async (t) => {
  t.same(quickAmounts(1740), [1740, 1800, 2000, 5000, 10000]);
  t.same(quickAmounts(500), [500, 1000, 2000, 5000, 10000]);
  t.same(quickAmounts(0), []);
  t.same(
    [changeOf(1740, 2000), changeOf(1740, 1740), changeOf(1740, 1700), changeOf(1, null)],
    [260, 0, null, null],
  );
});

void test('a PIN fits its own hash only, and the hash does not hold it', async (t) => {
  const kept = await hashPin('4711', 1000);
  t.match(kept.salt, /^[\w-]{22}$/);
  t.match(kept.hash, /^[\w-]{43}$/);
  t.equal(await fitsPin('4711', kept), true);
  t.equal(await fitsPin('4712', kept), false);
  t.not((await hashPin('4711', 1000)).hash, kept.hash, 'salted');
  t.same(['123', '1234', '12345678', '123456789', '12a4'].map(isPin), [false, true, true, false, false]);
});

void test('three slips are free, then each wrong PIN doubles the wait up to five minutes', async (t) => {
  t.same([0, 2, 3, 4, 5, 20].map(waitAfterMs), [0, 0, 5_000, 10_000, 20_000, 300_000]);
});

void test('a receipt fits into a code, however long the list', async (t) => {
  const receipt = (count: number) =>
    receiptText({
      shop: 'Shop',
      heading: 'Sale 1',
      moment: 'now',
      lines: Array.from({ length: count }, (_none, at) => `1 × Something rather long, number ${at}  €1.00`),
      total: 'Total €9',
      orderId: 'order-1',
    });
  t.match(receipt(2), /number 1 /);
  t.ok(receipt(90).length <= 660);
  t.match(receipt(90), /… \+ \d+\n\nTotal €9\norder-1$/);
});

void test('an order is found by paddle, by code however it is typed, and by a part of the name', async (t) => {
  const order = (over: object) =>
    ({
      ...{ orderId: 'o', showId: 's', status: 'paid', pickUpCode: null, buyer: null },
      ...over,
    }) as OrderSummaryView;
  const anna = order({
    orderId: 'a',
    pickUpCode: 'K7-4QX',
    buyer: { personId: 'p', name: 'Anna', paddle: 12 },
  });
  const bert = order({ orderId: 'b', buyer: { personId: 'q', name: 'Bert 12', paddle: null } });
  const done = order({
    ...{ orderId: 'c', status: 'done', pickUpCode: 'DONE1' },
    buyer: { personId: 'p', name: 'Anna', paddle: 12 },
  });
  const own = order({ orderId: 'd', showId: null, status: 'done', pickUpCode: 'OWN11' });
  const cart = order({ orderId: 'e', status: 'cart', pickUpCode: 'CART1' });
  const all = [anna, bert, done, own, cart];
  t.same(ordersFor(all, '12'), [anna], 'the paddle wins over names');
  t.same(ordersFor(all, 'k74qx'), [anna]);
  t.same(ordersFor(all, 'bert'), [bert]);
  t.same(ordersFor(all, 'done1'), [done], 'a code that is shown twice is seen to be');
  t.same(ordersFor([bert, done], '12'), [bert], 'what is open wins over what is done');
  t.same(ordersFor([done], '12'), [done]);
  t.same([...ordersFor(all, 'OWN11'), ...ordersFor(all, 'CART1')], []);
  t.equal(orderByCode(all, ' k7 4qx'), anna);
  t.equal(orderByCode(all, '12'), undefined, 'a paddle is no code');
  t.equal(orderByCode(all, ' '), undefined);
  t.same(ordersFor(all, ' '), []);
});

void test('law: a price here is the price on the server', async (t) => {
  const amount = fc.integer({ min: 0, max: 10_000_000 });
  const count = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(amount, count, count, (price, quantity, divisions) => {
      return priceOf(price, quantity, divisions) === priceOnServer(price, quantity, divisions);
    }),
  );
  t.pass();
});
