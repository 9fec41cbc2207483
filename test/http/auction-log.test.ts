import t from 'tap';
import { replayAuction } from '#application/commerce/auction-replay.ts';
import type { BidAcknowledged } from '#protocol/auction-views.ts';
import { openHttpStand } from '#test/support/http-stand.ts';

const showId = 'show-00000001';
const lotId = 'lot-00000001';
const url = `/api/shows/${showId}/lots/${lotId}/log`;

t.test(
  'a bid over HTTP is answered with its receipt; anybody downloads the log of the lot and checks both',
  async (t) => {
    const { app, signIn, clock } = await openHttpStand(t);
    const [host, viewer] = [await signIn('host'), await signIn('viewer')];
    let sent = 0;
    const command = async (name: string, fields: object, headers = host) => {
      const payload = { commandId: `command-${String(++sent).padStart(8, '0')}`, showId, ...fields };
      return app.inject({ method: 'POST', url: `/api/commands/${name}`, headers, payload });
    };
    const terms = {
      kind: 'hammer',
      startMinor: 1000,
      reserveMinor: null,
      durationMs: 0,
      counterBidMs: 0,
      extensionCapMs: 0,
      increments: null,
    };
    const lot = { title: 'a vase', productId: null, mediaId: null, lines: [], terms };
    await command('show.create-show', { title: 'one', description: '' });
    await command('show.go-live', {});
    await command('auction.add-lot', { lotId, lot });
    t.same((await command('auction.open-lot', { lotId })).json(), { version: 2 });
    t.equal((await app.inject({ url })).statusCode, 404, 'not while it is open');
    const bid = { lotId, run: 1, amountMinor: 2000, isExact: false, tappedAtMs: clock.nowMs };
    const { version, receipt } = (await command('auction.place-bid', bid, viewer)).json<BidAcknowledged>();
    t.equal(version, 3);
    t.equal((await command('auction.close-lot', { lotId, seenPriceMinor: 1000 })).statusCode, 200);

    const file = await app.inject({ url });
    t.equal(file.headers['content-type'], 'application/jsonl; charset=utf-8');
    t.match(file.headers['content-disposition'], /attachment; filename="lot-lot-00000001.jsonl"/);
    const { publicKey } = (await app.inject({ url: '/api/auction-key' })).json<{ publicKey: string }>();
    const receipts = [{ name: 'mine', text: JSON.stringify(receipt) }];
    t.match(replayAuction({ log: file.body, receipts, publicKey }), {
      winner: 'Bidder 1',
      priceMinor: 1000,
      receipts: 1,
      findings: [],
    });
  },
);

t.test('the log of a show that nobody may know of is not told', async (t) => {
  const { app } = await openHttpStand(t);
  const answer = await app.inject({ url });
  t.equal(answer.statusCode, 404);
  t.match(answer.json(), { error: { code: 'lot-not-found' } });
});
