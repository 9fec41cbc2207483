import { join } from 'node:path';
import t, { type Test } from 'tap';
import { randomIds } from '#application/id-source.ts';
import type { EventLog } from '#application/ports.ts';
import { mainShopId, shopStreamId } from '#application/streams.ts';
import { stallPlaceId, warehousePlaceId } from '#domain/catalogue/catalogue.ts';
import { availableOf } from '#domain/ledger/ledger.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import { StandLog } from '../core-stand.ts';
import {
  ada,
  anotherServer,
  append,
  bob,
  lineIdOf,
  openOffer,
  openShop,
  orderOfBuyer,
  skuIdOf,
  take,
  termsOf,
} from './order-stand.ts';

const skuId = skuIdOf('cloth');
const metres = (halves: number) => halves * 500;

/** Cloth by the millimetre of a bolt of five metres, one metre at each place, nothing set aside for the room. */
async function openCloth(t: Test, log: EventLog) {
  const stand = await openShop(t, log);
  const unit = { name: 'bolt', divisions: 5_000, divisionName: 'mm', leastQuantity: 100 };
  const sku = { skuId, label: '', priceMinor: 3_333, unit, barcode: null, isArchived: false };
  const [{ productId } = { productId: '' }] = termsOf('cloth').items;
  const about = { title: 'cloth', description: '', pictures: [], taxLabel: '', isArchived: false };
  const product = { ...about, productId, skus: [sku] };
  await append(log, shopStreamId(mainShopId, 'catalogue'), { type: 'product-saved', product });
  await stand.do({ type: 'set-shop', changes: { onSiteReservePercent: 0 } });
  for (const placeId of [stallPlaceId, warehousePlaceId])
    await stand.do({ type: 'receive-stock', skuId, placeId, quantity: metres(2), note: '' });
  const [item] = termsOf('cloth').items;
  if (!item) throw new Error('the offer has no item');
  await openOffer(stand, 'cloth', { items: [{ ...item, quantity: metres(1) }], priceMinor: 333 });
  return stand;
}

for (const kind of ['memory', 'SQLite'] as const) {
  const openLog = async (t: Test): Promise<EventLog> => {
    if (kind === 'memory') return new StandLog();
    const path = join(t.testdir({}), 'log.sqlite');
    const log = await openSqliteEventLog({ path, ids: randomIds, onFailure: (error) => t.error(error) });
    // Runs after the servers over it have stopped: teardowns run the last first.
    t.teardown(() => log.close());
    return log;
  };

  t.test(
    `half metres over ${kind}: whole numbers of stock and money, over both places, to the last`,
    async (t) => {
      const log = await openLog(t);
      const stand = await openCloth(t, log);
      await stand.do(take('cloth', 'three', 3, 333), ada);
      const line = await stand.line(orderOfBuyer(ada), lineIdOf('three'));
      t.equal(line.amountMinor, 999);
      const [hold] = (await stand.ledger()).holds;
      t.equal(new Set(hold?.lines.map(({ placeId }) => placeId)).size, 2, 'no place has it all');
      t.equal(
        hold?.lines.reduce((sum, { quantity }) => sum + quantity, 0),
        metres(3),
      );
      t.equal(availableOf(await stand.ledger(), skuId, 'online'), metres(1));
      t.equal(await stand.try(take('cloth', 'more', 2, 333), bob), 'stock-insufficient');
      await stand.do(take('cloth', 'last', 1, 333), bob);
      t.equal(availableOf(await stand.ledger(), skuId, 'online'), 0);
      const again = await anotherServer(t, log);
      t.same((await again.ledger()).pools, (await stand.ledger()).pools, 'another server counts the same');
    },
  );

  t.test(`moves and counts over ${kind} keep to what is free at a place`, async (t) => {
    const stand = await openCloth(t, await openLog(t));
    const move = {
      type: 'move-stock',
      skuId,
      fromPlaceId: warehousePlaceId,
      toPlaceId: stallPlaceId,
    } as const;
    await stand.do({ ...move, quantity: 250 });
    t.not(await stand.try({ ...move, quantity: 751 }), 'accepted');
    t.equal(availableOf(await stand.ledger(), skuId, 'online'), metres(4), 'a move makes and loses nothing');
    const counted = { type: 'correct-stock', skuId, placeId: warehousePlaceId, reason: 'cut badly' } as const;
    await stand.do({ ...counted, counted: 700 });
    const { pools } = await stand.ledger();
    const at = (wanted: string) => pools.find(({ placeId }) => placeId === wanted)?.capacity;
    t.same([at(stallPlaceId), at(warehousePlaceId)], [1_250, 700]);
    t.equal(availableOf(await stand.ledger(), skuId, 'online'), 1_950);
  });
}
