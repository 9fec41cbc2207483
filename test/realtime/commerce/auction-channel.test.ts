import { test } from 'tap';
import { auctionReading } from '#test/support/commerce-reading.ts';
import { ChannelReader } from '#test/support/channel-reader.ts';
import { showId } from '#test/support/realtime-stand.ts';
import { AuctionStand, channel, draft, lotId, person } from './auction-stand.ts';

/** A stand with one lot that is open. */
function withOpenLot(fields: Parameters<typeof draft>[1] = {}): AuctionStand {
  const stand = new AuctionStand();
  stand.act('host', { type: 'add-lot', lotId: lotId('vase'), lot: draft('Vase', fields) });
  stand.act('host', { type: 'open-lot', lotId: lotId('vase') });
  return stand;
}

test('a snapshot has the lots in their order and the one that is open', async (t) => {
  const stand = withOpenLot({ reserveMinor: 4321 });
  stand.act('host', { type: 'add-lot', lotId: lotId('bowl'), lot: draft('Bowl') });
  stand.act('host', { type: 'move-lot', lotId: lotId('bowl'), beforeLotId: lotId('vase') });
  const viewer = await stand.enter('viewer', 'vera');
  t.match(viewer.reader.view, {
    showId,
    openLotId: lotId('vase'),
    isBarred: false,
    lots: [
      { lotId: lotId('bowl'), status: 'queued', current: null, own: null },
      {
        title: 'Vase',
        status: 'open',
        run: 1,
        hasReserve: true,
        current: { priceMinor: null, askingMinor: 1000, leader: null, bidCount: 0, isReserveMet: false },
      },
    ],
  });
  t.notMatch(viewer.socket.texts.join(), /4321|reserveMinor|paddles|barred"/);
  const host = await stand.enter('host', 'host');
  t.match(host.lot('vase'), { reserveMinor: 4321 });
  t.match(host.reading(), { paddles: [], barred: [] });
});

test('a bid is one small message to all whom it does not concern, the same bytes to each', async (t) => {
  const stand = withOpenLot();
  const others = [await stand.enter('viewer', 'vera'), await stand.enter('viewer', 'eva', stand.servers[1])];
  const bidder = await stand.enter('viewer', 'bob');
  const host = await stand.enter('host', 'host');
  stand.bid('bob', 'vase', 1777);
  await stand.tick();
  for (const { reader } of others) {
    t.match(reader.events, [
      {
        type: 'auction.bid',
        lotId: lotId('vase'),
        run: 1,
        sequence: stand.stream.version,
        priceMinor: 1000,
        askingMinor: 1100,
        leader: { number: 1, via: 'online', paddle: null, isYou: false },
        bidCount: 1,
        calls: 0,
      },
    ]);
    t.equal(reader.events.length, 1);
  }
  t.equal(others[0]?.socket.texts.at(-1), others[1]?.socket.texts.at(-1));
  t.notMatch(others[0]?.socket.texts.join(), /person-bob|Bob|1777/);
  t.match(bidder.reader.events, [{ type: 'auction.lot', lot: { own: { maxMinor: 1777, isLeading: true } } }]);
  t.match(host.reader.events, [{ leader: { person: { personId: 'person-bob', name: 'Bob' } } }]);
  t.notMatch(host.socket.texts.at(-1), /1777/, 'a maximum is secret from the crew, too');
});

test('who is outbid is told so in every tab, at once, and who leads now', async (t) => {
  const stand = withOpenLot();
  stand.bid('bob', 'vase', 1777);
  const tabs = [await stand.enter('viewer', 'bob'), await stand.enter('viewer', 'bob', stand.servers[1])];
  const eva = await stand.enter('viewer', 'eva');
  stand.bid('eva', 'vase', 5000);
  await stand.tick();
  for (const tab of tabs) t.match(tab.lot('vase')?.own, { isOutbid: true, isLeading: false, maxMinor: null });
  t.match(eva.lot('vase'), {
    own: { isLeading: true, maxMinor: 5000 },
    current: { priceMinor: 1877, leader: { number: 2, isYou: true } },
  });
  const late = await stand.enter('viewer', 'bob');
  t.match(late.lot('vase')?.own, { isOutbid: true }, 'also in a tab that opens later');
});

test('who was outbid and overtaken within one tick is told', async (t) => {
  const stand = withOpenLot();
  stand.bid('bob', 'vase', 1777);
  const bob = await stand.enter('viewer', 'bob');
  stand.bid('eva', 'vase', 5000);
  stand.bid('vera', 'vase', 7000);
  stand.bid('nina', 'vase', 6000);
  await stand.tick();
  t.match(bob.lot('vase')?.own, { isOutbid: true, isLeading: false });
  t.equal(bob.lot('vase')?.current?.bidCount, 4);
});

test('who bid long ago keeps his part of the lot, live and in a tab that opens later', async (t) => {
  const stand = withOpenLot();
  const bob = await stand.enter('viewer', 'bob');
  stand.bid('bob', 'vase', 1777);
  await stand.tick();
  for (let at = 1; at <= 40; at += 1)
    stand.bid(at % 2 === 0 ? 'eva' : 'vera', 'vase', 1777 + at * 6000, true);
  await stand.world.clock.advance(1000);
  const outbid = { isOutbid: true, isLeading: false, maxMinor: null, highestMinor: 1777 };
  t.match(bob.lot('vase')?.own, outbid);
  const runs = () =>
    stand.act('host', { type: 'call-going', lotId: lotId('vase'), call: 1, seenPriceMinor: 241_777 });
  t.equal(runs(), undefined);
  await stand.tick();
  t.match(bob.lot('vase'), { current: { calls: 1 }, own: outbid }, 'a lot told to everybody leaves his part');
  const late = await stand.enter('viewer', 'bob');
  t.match(late.lot('vase')?.own, outbid);
  t.same(late.reading(), bob.reading());
  const stranger = await stand.enter('viewer', 'nina');
  t.equal(stranger.lot('vase')?.own, null);
  t.notMatch(stranger.socket.texts.join(), /highestMinor/);
  stand.act('host', { type: 'void-lot', lotId: lotId('vase'), reason: 'a clear error' });
  stand.act('host', { type: 'rerun-lot', lotId: lotId('vase') });
  stand.act('host', { type: 'open-lot', lotId: lotId('vase') });
  await stand.tick();
  t.match(bob.lot('vase'), { status: 'open', run: 2, own: null }, 'in a new run he has no part yet');
});

test('a bid from the floor shows its number also after the paddle came back', async (t) => {
  const stand = withOpenLot();
  stand.act('host', { type: 'give-paddle', paddle: 7, personId: person('guest') });
  const tappedAtMs = stand.world.clock.nowMs();
  const floor = { type: 'place-floor-bid', lotId: lotId('vase'), run: 1, paddle: 7, tappedAtMs } as const;
  stand.act('host', { ...floor, amountMinor: 5000 });
  stand.act('host', { ...floor, amountMinor: 9000 });
  stand.act('host', { type: 'return-paddle', paddle: 7 });
  const host = await stand.enter('host', 'host');
  t.match(host.lot('vase')?.current, { leader: { paddle: 7 }, history: [{ bidder: { paddle: 7 } }] });
  stand.bid('bob', 'vase', 6000, true);
  await stand.tick();
  t.match(host.lot('vase')?.current, { leader: { paddle: 7, number: 1 } }, 'a bid under it names who leads');
  t.match(host.reader.events, [{ type: 'auction.bid', leader: { paddle: 7 }, bidder: { paddle: null } }]);
  stand.sell('vase');
  await stand.tick();
  t.match(host.lot('vase')?.sale?.buyer, { paddle: 7 });
});

test('another maximum of the leader is told to nobody but him, unless it meets the reserve', async (t) => {
  const stand = withOpenLot({ reserveMinor: 4321 });
  stand.bid('bob', 'vase', 1777);
  const bob = await stand.enter('viewer', 'bob');
  const vera = await stand.enter('viewer', 'vera');
  stand.bid('bob', 'vase', 2600);
  await stand.tick();
  t.match(bob.lot('vase')?.own, { maxMinor: 2600 });
  t.same(vera.reader.events, []);
  stand.bid('bob', 'vase', 8888);
  await stand.tick();
  t.match(vera.lot('vase')?.current, { priceMinor: 4321, isReserveMet: true });
  t.notMatch(vera.socket.texts.join(), /8888|2600/);
});

test('going and sold go out in their own tick, also in a storm', async (t) => {
  const stand = withOpenLot();
  const vera = await stand.enter('viewer', 'vera');
  for (let amountMinor = 1000; amountMinor < 9000; amountMinor += 500) {
    stand.bid(amountMinor % 1000 === 0 ? 'bob' : 'eva', 'vase', amountMinor, true);
    await stand.tick();
  }
  t.not(vera.lot('vase')?.current?.priceMinor, 8500, 'bids are gathered by now');
  stand.act('host', { type: 'call-going', lotId: lotId('vase'), call: 1, seenPriceMinor: 8500 });
  await stand.tick();
  t.match(vera.lot('vase'), { current: { calls: 1, priceMinor: 8500, bidCount: 16 } });
  stand.bid('bob', 'vase', 9000, true);
  stand.sell('vase');
  await stand.tick();
  t.match(vera.reading(), { openLotId: null, lots: [{ status: 'sold', sale: { priceMinor: 9000 } }] });
});

test('bids of a storm wait a moment shorter than a chat and leave as one lot', async (t) => {
  const stand = withOpenLot();
  const vera = await stand.enter('viewer', 'vera');
  for (let index = 0; index < 12; index += 1) {
    stand.bid(index % 2 === 0 ? 'bob' : 'eva', 'vase', 1000 + index * 500, true);
    await stand.tick();
  }
  const told = vera.reader.events.length;
  for (let index = 12; index < 40; index += 1)
    stand.bid(index % 2 === 0 ? 'bob' : 'eva', 'vase', 1000 + index * 500, true);
  await stand.world.clock.advance(20);
  await stand.tick();
  const since = vera.reader.events.slice(told);
  t.match(since.at(-1), { type: 'auction.lot', lot: { current: { bidCount: 40 } } });
  t.equal(since.length, 1);
  t.equal(vera.lot('vase')?.current?.history.length, 30);
});

test('a sale is whole for its winner and the crew, and a price for everybody else', async (t) => {
  const stand = withOpenLot();
  stand.bid('bob', 'vase', 1777);
  stand.bid('eva', 'vase', 5000);
  const eva = await stand.enter('viewer', 'eva');
  const bob = await stand.enter('viewer', 'bob');
  const vera = await stand.enter('viewer', 'vera');
  const host = await stand.enter('host', 'host');
  stand.sell('vase');
  await stand.tick();
  for (const { lot } of [eva, host]) {
    t.match(lot('vase')?.sale, { settlement: { status: 'payment-due' }, orderId: String });
  }
  t.equal(eva.lot('vase')?.sale?.buyer.isYou, true);
  for (const { lot } of [bob, vera]) {
    t.match(lot('vase')?.sale, { priceMinor: 1877, settlement: null, orderId: null });
  }
  t.match(bob.lot('vase')?.own, { isOutbid: true });
  t.equal(vera.lot('vase')?.own, null);
});

test('a second chance is told to who has it and to the crew; not to who had the lot before, nor when', async (t) => {
  const stand = withOpenLot();
  stand.bid('bob', 'vase', 1777);
  stand.bid('eva', 'vase', 5000);
  stand.sell('vase');
  const orderId = stand.lot('vase')?.status === 'sold' ? stand.lot('vase') : undefined;
  if (orderId?.status !== 'sold' || orderId.sale.orderId === null) throw new Error('it was not sold');
  stand.act('system', { type: 'note-lot-unpaid', lotId: lotId('vase'), orderId: orderId.sale.orderId });
  const eva = await stand.enter('viewer', 'eva');
  const bob = await stand.enter('viewer', 'bob');
  const vera = await stand.enter('viewer', 'vera');
  const host = await stand.enter('host', 'host');
  t.equal(host.lot('vase')?.sale?.canOfferSecondChance, true);
  t.equal(stand.act('host', { type: 'offer-second-chance', lotId: lotId('vase') }), undefined);
  await stand.tick();
  t.match(bob.lot('vase')?.own, { secondChance: { amountMinor: 1777 } });
  t.match(host.lot('vase')?.sale, { settlement: { status: 'second-chance' }, canOfferSecondChance: false });
  t.equal(eva.lot('vase')?.sale?.settlement, null);
  t.notMatch(eva.socket.texts.join(), /person-bob|second-chance/);
  t.same(vera.reader.events, []);
  stand.act('bob', { type: 'accept-second-chance', lotId: lotId('vase') });
  await stand.tick();
  t.match(bob.lot('vase')?.sale, { buyer: { isYou: true }, settlement: { status: 'payment-due' } });
  t.match(vera.lot('vase')?.sale, { buyer: { number: 1 }, priceMinor: 1777, settlement: null });
});

test('a rehearsal is the crew’s: the public takes its lots for queued and hears nothing', async (t) => {
  const stand = new AuctionStand();
  stand.act('host', { type: 'add-lot', lotId: lotId('vase'), lot: draft('Vase') });
  stand.act('host', { type: 'give-paddle', paddle: 7, personId: person('guest') });
  stand.showStatus = 'rehearsal';
  const vera = await stand.enter('viewer', 'vera');
  const host = await stand.enter('host', 'host');
  stand.act('host', { type: 'open-lot', lotId: lotId('vase') });
  const tappedAtMs = stand.world.clock.nowMs();
  const floor = { type: 'place-floor-bid', lotId: lotId('vase'), run: 1, paddle: 7 } as const;
  t.equal(stand.act('host', { ...floor, amountMinor: 1000, tappedAtMs }), undefined);
  await stand.tick();
  t.match(host.reading(), {
    openLotId: lotId('vase'),
    lots: [{ current: { isRehearsal: true, bidCount: 1 } }],
  });
  stand.sell('vase');
  await stand.tick();
  t.match(host.lot('vase'), { status: 'sold', sale: { buyer: { paddle: 7, via: 'floor' } } });
  t.same(vera.reader.events, []);
  const late = await stand.enter('viewer', 'lena');
  t.match(late.reading(), { openLotId: null, lots: [{ status: 'queued', current: null, sale: null }] });
});

test('who is barred is told, with the crew, and nobody else', async (t) => {
  const stand = withOpenLot();
  const bob = await stand.enter('viewer', 'bob');
  const vera = await stand.enter('viewer', 'vera');
  const mona = await stand.enter('moderator', 'mona');
  stand.act('mona', { type: 'bar-bidder', personId: person('bob'), reason: 'never pays' });
  await stand.tick();
  t.equal(bob.reading().isBarred, true);
  t.same(mona.reading().barred, [{ personId: 'person-bob', name: 'Bob', reason: 'never pays' }]);
  t.same(vera.reader.events, []);
  t.equal((await stand.enter('viewer', 'bob')).reading().isBarred, true);
});

test('a pre-bid is a number to others and an amount to its bidder', async (t) => {
  const stand = new AuctionStand();
  stand.act('host', { type: 'add-lot', lotId: lotId('vase'), lot: draft('Vase') });
  const bob = await stand.enter('viewer', 'bob');
  const vera = await stand.enter('viewer', 'vera');
  t.equal(stand.bid('bob', 'vase', 2345), undefined);
  await stand.tick();
  t.match(vera.lot('vase'), { preBidCount: 1, own: null });
  t.notMatch(vera.socket.texts.join(), /2345/);
  t.match(bob.lot('vase'), { own: { preBidMinor: 2345 } });
  stand.act('bob', { type: 'withdraw-pre-bid', lotId: lotId('vase') });
  await stand.tick();
  t.match(bob.lot('vase'), { own: null, preBidCount: 0 });
});

test('whoever may not know of the show may not follow its auction, and who loses a role is told', async (t) => {
  const stand = withOpenLot();
  stand.world.append({ type: 'show-went-live' }, { type: 'show-ended' }, { type: 'show-archived' });
  const host = await stand.enter('host', 'host');
  await t.rejects(stand.enter('viewer', 'vera'), { code: 'show-not-found' });
  host.socket.tell({ type: 'token', token: stand.world.token('viewer', 'host') });
  await stand.tick();
  t.same(host.socket.signals('channel.closed'), [{ channel, code: 'show-not-found' }]);
});

test('a show that is archived closes its auction for the public', async (t) => {
  const stand = withOpenLot();
  const vera = await stand.enter('viewer', 'vera');
  stand.world.append({ type: 'show-went-live' }, { type: 'show-ended' }, { type: 'show-archived' });
  await stand.tick();
  t.same(vera.socket.signals('channel.closed'), [{ channel, code: 'show-not-found' }]);
});

test('who bid as a guest and signed in sees those bids as his own, live and at once', async (t) => {
  const stand = withOpenLot();
  stand.bid('guest', 'vase', 1777);
  const socket = stand.world.connect();
  await socket.hello(stand.world.token('viewer', 'anna', 3_600_000, ['guest']));
  const reader = new ChannelReader(channel);
  await stand.world.settle(reader.resume(socket));
  t.match(auctionReading(reader).lots[0], {
    own: { isLeading: true, maxMinor: 1777 },
    current: { leader: { isYou: true } },
  });
  stand.bid('bob', 'vase', 9000);
  await stand.tick();
  t.match(auctionReading(reader).lots[0], { own: { isOutbid: true, highestMinor: 1777 } });
  stand.act('host', { type: 'bar-bidder', personId: person('guest'), reason: 'did not pay' });
  await stand.tick();
  t.equal(auctionReading(reader).isBarred, true, 'barred as who he was');
});
