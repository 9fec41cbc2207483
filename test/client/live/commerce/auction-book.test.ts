import fc from 'fast-check';
import { test } from 'tap';
import { applyAuctionEvent } from '../../../../client-demo/src/live/commerce/auction-book.ts';
import type { AuctionChannelEvent, AuctionView, LotView } from '#protocol/auction-views.ts';
import { auctionOf, bidder, bidOf, currentRun, lotOf, openLot } from './auction-stand.ts';

const lotIn = (view: AuctionView, lotId: string): LotView => {
  const lot = view.lots.find((candidate) => candidate.lotId === lotId);
  if (lot === undefined) throw new Error(`no lot ${lotId}`);
  return lot;
};

void test('a bid of somebody moves price, next amount, leader, count and history', async (t) => {
  const view = applyAuctionEvent(auctionOf([openLot('a')]), bidOf('a', 7, 1200, { bidCount: 3 }));
  t.match(lotIn(view, 'a').current, {
    priceMinor: 1200,
    askingMinor: 1300,
    leader: { number: 2 },
    bidCount: 3,
    history: [{ sequence: 7, priceMinor: 1200 }],
  });
});

void test('a bid takes a call back and may move the end', async (t) => {
  const before = auctionOf([openLot('a', { calls: 2, endsAtMs: 10_000 })]);
  const view = applyAuctionEvent(before, bidOf('a', 7, 1200, { endsAtMs: 15_000, extendedMs: 5000 }));
  t.match(lotIn(view, 'a').current, { calls: 0, endsAtMs: 15_000, extendedMs: 5000 });
});

void test('who led and is bid over is outbid, whoever sends the news', async (t) => {
  const own = {
    maxMinor: 1100,
    highestMinor: 1100,
    isLeading: true,
    isOutbid: false,
    preBidMinor: null,
    secondChance: null,
  };
  const lot = openLot('a', { priceMinor: 1100, leader: bidder(1, true) }, { own });
  const view = applyAuctionEvent(auctionOf([lot]), bidOf('a', 7, 1200));
  t.match(lotIn(view, 'a').own, { isLeading: false, isOutbid: true, maxMinor: null });
  const again = applyAuctionEvent(view, bidOf('a', 8, 1300));
  t.match(lotIn(again, 'a').own, { isLeading: false, isOutbid: true });
});

void test('a lot that is told to everybody leaves what is one’s own, until other bids begin', async (t) => {
  const own = {
    ...{ maxMinor: null, highestMinor: 1100, isLeading: false, isOutbid: true },
    ...{ preBidMinor: null, secondChance: null },
  };
  const before = auctionOf([openLot('a', { priceMinor: 1500 }, { own })]);
  const told = (run: number, bookRun: number) => {
    const { own: nobodys, ...lot } = openLot('a', { calls: 1, bookRun }, { run });
    t.equal(nobodys, null);
    return lotIn(applyAuctionEvent(before, { type: 'auction.lot', lot, openLotId: 'a' }), 'a');
  };
  t.match(told(1, 1), { current: { calls: 1 }, own });
  t.match(told(2, 1).own, own, 'opened again with the same bids');
  t.equal(told(2, 2).own, null);
});

void test('a bid on another run, on a closed lot, or that the lot shows already, changes nothing', async (t) => {
  const entry = { sequence: 9, bidder: bidder(1), priceMinor: 1500, atMs: 1 };
  const open = auctionOf([openLot('a', { priceMinor: 1500, history: [entry] })]);
  t.same(applyAuctionEvent(open, bidOf('a', 9, 1500)), open, 'told with the whole lot before');
  t.same(applyAuctionEvent(open, bidOf('a', 8, 1400)), open, 'earlier than what the lot shows');
  t.same(applyAuctionEvent(open, bidOf('a', 10, 1600, { run: 2 })), open, 'of another run');
  const sold = auctionOf([lotOf('a', { status: 'sold', run: 1, current: currentRun() })]);
  t.same(applyAuctionEvent(sold, bidOf('a', 10, 1600)), sold, 'after the hammer');
});

void test('the order names the lots that are left, so a removed one goes', async (t) => {
  const view = auctionOf([lotOf('a'), lotOf('b'), lotOf('c')]);
  const after = applyAuctionEvent(view, { type: 'auction.order', lotIds: ['c', 'a'] });
  t.same(
    after.lots.map(({ lotId }) => lotId),
    ['c', 'a'],
  );
});

/** The auction as a server holds it: a list that is changed in place, and told as a whole or bit by bit. */
class NaiveAuction {
  lots: LotView[] = [];
  openLotId: string | null = null;
  isBarred = false;
  #sequence = 0;

  snapshot(): AuctionView {
    return { ...auctionOf(structuredClone(this.lots)), openLotId: this.openLotId, isBarred: this.isBarred };
  }
  #tell(lot: LotView): AuctionChannelEvent {
    return { type: 'auction.lot', lot: structuredClone(lot), openLotId: this.openLotId };
  }
  step(kind: number, pick: number): readonly AuctionChannelEvent[] {
    const at = pick % Math.max(1, this.lots.length);
    const lot = this.lots[at];
    if (kind === 0 || lot === undefined) {
      const added = lotOf(`lot-${(this.#sequence += 1)}`);
      this.lots.push(added);
      return [this.#tell(added)];
    }
    if (kind === 1) {
      this.lots.reverse();
      return [{ type: 'auction.order', lotIds: this.lots.map(({ lotId }) => lotId) }];
    }
    if (kind === 2) {
      this.isBarred = !this.isBarred;
      return [{ type: 'auction.own-bar', isBarred: this.isBarred }];
    }
    if (kind === 3 && this.openLotId === null) {
      this.openLotId = lot.lotId;
      const opened = { ...lot, status: 'open' as const, run: lot.run + 1, current: currentRun() };
      this.lots[at] = opened;
      return [this.#tell(opened)];
    }
    return this.#bidOrClose(kind);
  }
  #bidOrClose(kind: number): readonly AuctionChannelEvent[] {
    const at = this.lots.findIndex(({ lotId }) => lotId === this.openLotId);
    const lot = this.lots[at];
    if (lot?.current === null || lot === undefined) return [];
    if (kind === 4) {
      this.openLotId = null;
      const closed = { ...lot, status: 'unsold' as const };
      this.lots[at] = closed;
      return [this.#tell(closed)];
    }
    const sequence = (this.#sequence += 1);
    const bid = bidOf(lot.lotId, sequence, lot.current.askingMinor, {
      run: lot.run,
      bidCount: lot.current.bidCount + 1,
    });
    const { priceMinor, askingMinor, leader, bidCount, atMs } = bid;
    const entry = { sequence, bidder: bid.bidder, priceMinor, atMs };
    const history = [entry, ...lot.current.history].slice(0, 30);
    const current = { ...lot.current, priceMinor, askingMinor, leader, bidCount, history };
    this.lots[at] = { ...lot, current };
    return [bid];
  }
}

const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.nat(5)), { maxLength: 120 });

void test('a snapshot equals the replay of everything after an earlier one, told once or twice', async (t) => {
  fc.assert(
    fc.property(steps, fc.nat(60), (walk, cut) => {
      const server = new NaiveAuction();
      for (const [kind, pick] of walk.slice(0, cut)) server.step(kind, pick);
      let once = server.snapshot();
      let twice = once;
      for (const [kind, pick] of walk.slice(cut)) {
        for (const event of server.step(kind, pick)) {
          once = applyAuctionEvent(once, event);
          twice = applyAuctionEvent(applyAuctionEvent(twice, event), event);
        }
      }
      const whole = JSON.stringify(server.snapshot());
      return JSON.stringify(once) === whole && JSON.stringify(twice) === whole;
    }),
  );
  t.pass('held');
});
