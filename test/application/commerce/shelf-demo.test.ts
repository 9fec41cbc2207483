import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { receive } from '#application/blobs/receive.ts';
import { sniffMediaType } from '#application/blobs/media-type.ts';
import { randomIds } from '#application/id-source.ts';
import { systemPrincipal } from '#application/system-principal.ts';
import { createFileBlobStore } from '#storage/blobs/file-blob-store.ts';
import type { LotId } from '#domain/ids.ts';
import { startDemoShop } from '../../../server/start-up/demo-shop.ts';
import { StandLog } from '../core-stand.ts';
import { anotherServer, openShop, showId } from './order-stand.ts';

t.test(
  'the demo shop has pictures, stock, offers and lots, and a second start changes nothing',
  async (t) => {
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
    const parts = { blobs, config, ids: randomIds, system: systemPrincipal };
    const { application } = stand;
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
