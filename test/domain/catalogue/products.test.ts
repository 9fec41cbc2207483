import t from 'tap';
import { maximumProducts, productById, skuById, titleOfSku } from '#domain/catalogue/catalogue.ts';
import {
  archive,
  archived,
  given,
  productIdOf,
  productOf,
  restore,
  restored,
  save,
  saved,
  skuIdOf,
  skuOf,
} from './catalogue-examples.ts';

const vase = productOf('vase', [
  skuOf('red', { label: 'Red', barcode: '4006381333931' }),
  skuOf('blue', { label: 'Blue' }),
]);

t.test('a product is made, and what is said of it is replaced in its place', async (t) => {
  const lamp = productOf('lamp');
  const after = given(t).when(save(vase)).then(saved(vase)).when(save(lamp)).then(saved(lamp));
  const dearer = {
    ...vase,
    title: 'a tall vase',
    skus: vase.skus.map((sku) => ({ ...sku, priceMinor: 900 })),
  };
  const { products } = after.when(save(dearer)).then(saved(dearer)).state;
  t.same(products, [dearer, lamp]);
});

t.test('saving the same again changes nothing', async (t) => {
  const { state } = given(t, saved(vase)).when(save(vase)).then(saved(vase));
  t.same(state.products, [vase]);
});

t.test('prices may be nothing or as high as is counted exactly; units may be cut very small', async (t) => {
  const unit = { name: 'bolt', divisions: 1_000_000, divisionName: 'µm', leastQuantity: 5_000 };
  const skus = [
    skuOf('free', { priceMinor: 0 }),
    skuOf('dear', { priceMinor: Number.MAX_SAFE_INTEGER }),
    skuOf('cloth', { unit }),
  ];
  const product = productOf('various', skus);
  given(t).when(save(product)).then(saved(product));
});

t.test(
  'a variant that is left out is archived, because orders and stock name it, and may come back',
  async (t) => {
    const [red, blue] = [skuOf('red', { barcode: '1' }), skuOf('blue')];
    const all = productOf('vase', [red, blue]);
    const kept = { ...all, skus: [blue, { ...red, isArchived: true }] };
    const after = given(t, saved(all))
      .when(save({ ...all, skus: [blue] }))
      .then(saved(kept));
    t.match(skuById(after.state, skuIdOf('red')), { sku: { isArchived: true }, product: { title: 'vase' } });
    after.when(save(all)).then(saved(all));
    const other = productOf('lamp', [skuOf('lamp', { barcode: '1' })]);
    after
      .when(save(other))
      .then(saved(other))
      .when(save(all))
      .isRefused('barcode-taken', {
        skuId: skuIdOf('lamp'),
      });
  },
);

t.test('a variant is that of one product, once', async (t) => {
  const first = given(t, saved(vase));
  first.when(save(productOf('lamp', [skuOf('red')]))).isRefused('sku-taken');
  first.when(save(productOf('lamp', [skuOf('new'), skuOf('new')]))).isRefused('sku-taken');
  given(t, saved(vase), archived('vase'))
    .when(save(productOf('lamp', [skuOf('red')])))
    .isRefused('sku-taken');
});

t.test('the unit that stock is counted in is fixed; what it is called is not', async (t) => {
  const unit = { name: 'case', divisions: 12, divisionName: 'bottle', leastQuantity: 1 };
  const wine = (changes: Partial<typeof unit>) =>
    productOf('wine', [skuOf('wine', { unit: { ...unit, ...changes } })]);
  const first = given(t, saved(wine({})));
  for (const changes of [{ divisions: 6 }, { leastQuantity: 2 }])
    first.when(save(wine(changes))).isRefused('sku-unit-fixed', { skuId: skuIdOf('wine') });
  const renamed = wine({ name: 'box', divisionName: 'flask' });
  first.when(save(renamed)).then(saved(renamed));
  const gone = productOf('wine', [skuOf('other')]);
  first
    .when(save(gone))
    .isAccepted()
    .when(save(wine({ divisions: 6 })))
    .isRefused('sku-unit-fixed', { skuId: skuIdOf('wine') });
});

t.test('a barcode names one variant of all that are on sale', async (t) => {
  const twice = productOf('lamp', [skuOf('a', { barcode: '7' }), skuOf('b', { barcode: '7' })]);
  given(t)
    .when(save(twice))
    .isRefused('barcode-taken', { skuId: skuIdOf('a') });
  const same = productOf('lamp', [skuOf('lamp', { barcode: '4006381333931' })]);
  const first = given(t, saved(vase));
  first.when(save(same)).isRefused('barcode-taken', { skuId: skuIdOf('red') });
  first.when(archive('vase')).then(archived('vase')).when(save(same)).then(saved(same));
  first.when(save(productOf('lamp', [skuOf('c'), skuOf('d')]))).isAccepted();
});

t.test('what is not on sale is edited whatever its barcode, and restored only with a free one', async (t) => {
  const lamp = productOf('lamp', [skuOf('lamp', { barcode: '4006381333931' })]);
  const away = given(t, saved(lamp), archived('lamp'), saved(vase));
  const renamed = { ...lamp, title: 'an old lamp', isArchived: true };
  const after = away.when(save(renamed)).then(saved(renamed));
  after.when(restore('lamp')).isRefused('barcode-taken', { skuId: skuIdOf('red') });
  const free = { ...renamed, skus: [skuOf('lamp')] };
  const now = after.when(save(free)).then(saved(free)).when(restore('lamp')).then(restored('lamp'));
  t.match(productById(now.state, productIdOf('lamp')), { isArchived: false });
});

t.test('a product is archived and restored, each once', async (t) => {
  const first = given(t, saved(vase));
  first.when(restore('vase')).isRefused('catalogue-unchanged');
  const away = first.when(archive('vase')).then(archived('vase'));
  t.match(away.state.products, [{ isArchived: true }]);
  away.when(archive('vase')).isRefused('catalogue-unchanged');
  away.when(restore('vase')).then(restored('vase'));
  first.when(archive('none')).isRefused('product-not-found');
  first.when(restore('none')).isRefused('product-not-found');
});

t.test('a catalogue takes so many products and no more; those it has may be saved', async (t) => {
  const all = Array.from({ length: maximumProducts }, (_, at) => saved(productOf(`${at}`)));
  const full = given(t, ...all);
  full.when(save(vase)).isRefused('product-limit-reached');
  full.when(save(productOf('7'))).then(saved(productOf('7')));
  given(t, ...all.slice(1))
    .when(save(vase))
    .then(saved(vase));
});

t.test('a variant is called by its product, and by its label where it has one', async (t) => {
  const { state } = given(t, saved(vase), saved(productOf('lamp')));
  const titleOf = (name: string) => {
    const found = skuById(state, skuIdOf(name));
    return found && titleOfSku(found);
  };
  t.same([titleOf('red'), titleOf('lamp'), titleOf('none')], ['vase · Red', 'lamp', undefined]);
});
