import t from 'tap';
import {
  defaultShopSettings,
  initialCatalogueState,
  stallPlaceId,
  type CatalogueEvent,
  type ShopSettings,
} from '#domain/catalogue/catalogue.ts';
import { Given } from '../given.ts';
import { catalogueWith, given, placeIdOf, productOf, saved, setShop } from './catalogue-examples.ts';

const shopSet = (changes: Partial<ShopSettings>): CatalogueEvent => ({ type: 'shop-set', changes });

t.test('only what is named changes', async (t) => {
  const changes = { name: 'The Kiln', holdMsAnonymous: 0 };
  const after = given(t).when(setShop(changes)).then(shopSet(changes));
  t.same(after.state.settings, { ...defaultShopSettings, ...changes });
});

t.test('what is so already is said so, also when some of it is said again', async (t) => {
  const { name, places } = defaultShopSettings;
  given(t)
    .when(setShop({ name, places: [...places] }))
    .isRefused('catalogue-unchanged');
  const set = given(t, shopSet({ pickUpText: 'at the door' }));
  set.when(setShop({ pickUpText: 'at the door' })).isRefused('catalogue-unchanged');
  set.when(setShop({ name, pickUpText: '' })).then(shopSet({ name, pickUpText: '' }));
});

t.test('a shop whose events say nothing of replays keeps them, until it says so', async (t) => {
  const before = given(t, shopSet({ name: 'The Kiln' }), saved(productOf('vase')));
  t.equal(before.state.settings.keepsReplays, true);
  const after = before.when(setShop({ keepsReplays: false })).then(shopSet({ keepsReplays: false }));
  t.equal(after.state.settings.keepsReplays, false);
  after.when(setShop({ keepsReplays: false })).isRefused('catalogue-unchanged');
});

t.test('the currency is fixed once there is a product, archived or not', async (t) => {
  given(t)
    .when(setShop({ currency: 'CHF' }))
    .then(shopSet({ currency: 'CHF' }));
  const priced = given(t, saved(productOf('vase', [], { isArchived: true })));
  priced.when(setShop({ currency: 'CHF' })).isRefused('currency-fixed');
  priced.when(setShop({ currency: 'EUR', name: 'The Kiln' })).isAccepted();
});

t.test('a table of increments begins at nothing, rises, and each of its steps is something', async (t) => {
  const step = (fromMinor: number, incrementMinor: number) => ({ fromMinor, incrementMinor });
  const tables = {
    sound: [[step(0, 1)], [step(0, 100), step(1, 1)], [step(0, 1), step(Number.MAX_SAFE_INTEGER, 5)]],
    faulty: [
      [],
      [step(1, 100)],
      [step(0, 0)],
      [step(0, -1)],
      [step(0, 100), step(0, 200)],
      [step(0, 100), step(500, 200), step(499, 300)],
      [step(0, 100), step(500, 0)],
    ],
  };
  for (const increments of tables.sound) given(t).when(setShop({ increments })).then(shopSet({ increments }));
  for (const increments of tables.faulty)
    given(t).when(setShop({ increments })).isRefused('increments-invalid');
});

t.test('a place under which stock lies stays; it may be renamed, and others come and go', async (t) => {
  const used = placeIdOf('cellar');
  const shop = new Given(catalogueWith([used]), t, initialCatalogueState);
  const stall = { placeId: stallPlaceId, name: 'Stall', kind: 'stall' } as const;
  const cellar = { placeId: used, name: 'Cellar', kind: 'warehouse' } as const;
  const both = shop.when(setShop({ places: [stall, cellar] })).then(shopSet({ places: [stall, cellar] }));
  both.when(setShop({ places: [stall] })).isRefused('place-in-use', { placeId: used });
  both.when(setShop({ places: [stall, cellar, stall] })).isRefused('place-doubled');
  const renamed = [{ ...cellar, name: 'Vault' }];
  both.when(setShop({ places: renamed })).then(shopSet({ places: renamed }));
  given(t, shopSet({ places: [stall, cellar] }))
    .when(setShop({ places: [stall] }))
    .then(shopSet({ places: [stall] }));
});
