import { test } from 'tap';
import type { LotView } from '#protocol/auction-views.ts';
import { beforeWhich, lastEnded, nextStep } from '../../../client-demo/src/pages/sale/next-step.ts';

const lot = (lotId: string, over: Partial<LotView> = {}): LotView => ({
  lotId,
  title: lotId,
  productId: null,
  mediaId: null,
  lines: [],
  kind: 'hammer',
  startMinor: 100,
  hasReserve: false,
  terms: { durationMs: 0, counterBidMs: 0, extensionCapMs: 0, increments: [] },
  status: 'queued',
  run: 0,
  current: null,
  sale: null,
  voidReason: null,
  own: null,
  preBidCount: 0,
  ...over,
});

const open = (lotId: string, calls: 0 | 1 | 2, priceMinor: number | null, kind: LotView['kind'] = 'hammer') =>
  lot(lotId, {
    kind,
    status: 'open',
    current: {
      bookRun: 1,
      openedAtMs: 1,
      endsAtMs: null,
      extendedMs: 0,
      calls,
      priceMinor,
      askingMinor: 100,
      leader: null,
      bidCount: priceMinor === null ? 0 : 1,
      isReserveMet: true,
      isRehearsal: false,
      history: [],
    },
  });

test('the one step goes from the first queued lot over both calls to the hammer', async (t) => {
  const queue = [lot('sold', { status: 'sold' }), lot('first'), lot('second')];
  t.match(nextStep(queue, null), { kind: 'open', lot: { lotId: 'first' } });
  const withOpen = (one: LotView) => nextStep([one, lot('second')], one.lotId);
  t.match(withOpen(open('first', 0, 500)), { kind: 'call', call: 1 });
  t.match(withOpen(open('first', 1, 500)), { kind: 'call', call: 2 });
  t.match(withOpen(open('first', 2, 500)), { kind: 'close' });
});

test('a lot without a bid is closed, not called, and a timed one is left to its clock', async (t) => {
  t.equal(nextStep([open('first', 0, null)], 'first').kind, 'close');
  t.equal(nextStep([open('first', 0, 500, 'timed')], 'first').kind, 'wait');
  t.same(nextStep([], null), { kind: 'none' });
});

test('a lot moves among those that wait only', async (t) => {
  const lots = [lot('sold', { status: 'sold' }), lot('a'), lot('b'), lot('c')];
  t.same(beforeWhich(lots, 'b', -1), { beforeLotId: 'a' });
  t.same(beforeWhich(lots, 'a', 1), { beforeLotId: 'c' });
  t.same(beforeWhich(lots, 'b', 1), { beforeLotId: null }, 'to the end');
  t.equal(beforeWhich(lots, 'a', -1), undefined);
  t.equal(beforeWhich(lots, 'c', 1), undefined);
  t.equal(beforeWhich(lots, 'sold', 1), undefined);
});

test('the lot that ended last is on show while nothing is open', async (t) => {
  const sale = (soldAtMs: number) => ({
    soldAtMs,
    buyer: { number: 1, via: 'online' as const, paddle: null, isYou: false },
    priceMinor: 1,
    settlement: null,
    orderId: null,
    canOfferSecondChance: false,
  });
  const lots = [
    lot('early', { status: 'sold', sale: sale(10) }),
    lot('late', { status: 'sold', sale: sale(20) }),
    lot('next'),
  ];
  t.equal(lastEnded(lots)?.lotId, 'late');
  t.equal(lastEnded([lot('next')]), null);
});
