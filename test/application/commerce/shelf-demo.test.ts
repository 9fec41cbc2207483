import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { receive } from '#application/blobs/receive.ts';
import { sniffMediaType } from '#application/blobs/media-type.ts';
import { randomIds } from '#application/id-source.ts';
import { systemPrincipal } from '#application/system-principal.ts';
import { createFileBlobStore } from '#storage/blobs/file-blob-store.ts';
import { stallPlaceId, warehousePlaceId } from '#domain/catalogue/catalogue.ts';
import type { LotId } from '#domain/ids.ts';
import { startDemoShop } from '../../../server/start-up/demo-shop.ts';
import { StandLog } from '../core-stand.ts';
import { anotherServer, openShop, showId } from './order-stand.ts';

/** An empty shop, and all that a demo wants beside it. */
async function openDemo(t: Test) {
  const log = new StandLog();
  const stand = await openShop(t, log);
  const folder = await mkdtemp(join(tmpdir(), 'demo-shop-'));
  const fullRefusal = () => new Error('full');
  const blobs = await createFileBlobStore(folder, 50_000_000, {
    receive,
    sniff: sniffMediaType,
    fullRefusal,
  });
  const config = { pictureBytes: 5_000_000, picturePixels: 40_000_000 };
  const warnings: unknown[] = [];
  const logger = { warn: (fields: unknown) => void warnings.push(fields) };
  const parts = { blobs, config, ids: randomIds, system: systemPrincipal, logger };
  return { log, stand, parts, warnings, application: stand.application };
}

t.test(
  'the demo shop has pictures, stock, offers and lots, and a second start changes nothing',
  async (t) => {
    const { log, stand, parts, application } = await openDemo(t);
    await startDemoShop({ ...parts, application }, showId);
    const { state: catalogue } = await application.read(application.streams.catalogue);
    t.equal(catalogue.products.length, 4);
    t.ok(catalogue.products.every(({ pictures }) => pictures.length === 1));
    const { state: shelf } = await application.read(application.streams.shelf(showId));
    t.match(shelf.offers, [{ status: 'open' }, { status: 'planned' }]);
    const appends = log.requests.length;
    await startDemoShop({ ...parts, application: (await anotherServer(t, log)).application }, showId);
    t.equal(log.requests.length, appends);
    // Brands have no maker outside the edge; the demo's own id.
    const lotId = 'demo-lot-vase' as LotId;
    t.equal(await stand.try({ type: 'open-lot', showId, lotId }), 'accepted', 'its stock is free');
  },
);

t.test(
  'the demo starts in a shop without the stall it was made for, and puts its wares elsewhere',
  async (t) => {
    const { stand, parts, warnings, application } = await openDemo(t);
    const { state } = await application.read(application.streams.catalogue);
    const places = state.settings.places.filter(({ placeId }) => placeId !== stallPlaceId);
    await stand.do({ type: 'set-shop', changes: { places } });
    await startDemoShop({ ...parts, application }, showId);
    const { state: ledger } = await application.read(application.streams.ledger);
    t.equal(ledger.pools.length, 4);
    t.ok(ledger.pools.every(({ placeId }) => placeId === warehousePlaceId));
    t.same(warnings, []);
  },
);

t.test('what the shop refuses is left out of the demo, which starts all the same', async (t) => {
  const { parts, warnings, application } = await openDemo(t);
  const refusing: typeof application.execute = async (request) =>
    request.command.type === 'add-lot'
      ? { outcome: 'rejected', rejection: { code: 'lot-limit-reached' } }
      : application.execute(request);
  const read: typeof application.read = (ref) => application.read(ref);
  const { streams } = application;
  await startDemoShop({ ...parts, application: { execute: refusing, read, streams } }, showId);
  t.match(warnings, [
    { ware: 'vase', code: 'lot-limit-reached' },
    { ware: 'lamp', code: 'lot-limit-reached' },
  ]);
  const { state: shelf } = await application.read(application.streams.shelf(showId));
  t.equal(shelf.offers.length, 2);
});
