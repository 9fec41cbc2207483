import { test } from 'tap';
import { voiceOf } from '../../../client-demo/src/auction/bid-voice.ts';
import { lineOf } from '../../../client-demo/src/auction/bid-standing.ts';
import type { LotView } from '#protocol/auction-views.ts';
import { bidder, lotOf, openLot, currentRun } from '../live/commerce/auction-stand.ts';

const money = (amountMinor: number) => `${amountMinor / 100} EUR`;
const own = (changes: Partial<NonNullable<LotView['own']>>): LotView['own'] => ({
  maxMinor: null,
  highestMinor: null,
  isLeading: false,
  isOutbid: false,
  preBidMinor: null,
  secondChance: null,
  ...changes,
});
const led = openLot(
  'a',
  { priceMinor: 1000, askingMinor: 1100, leader: bidder(1, true) },
  { own: own({ isLeading: true, maxMinor: 1000 }) },
);
const outbid = openLot(
  'a',
  { priceMinor: 1100, askingMinor: 1200, leader: bidder(2) },
  { own: own({ isOutbid: true }) },
);

void test('a screen reader hears that a lot opens, that one leads, and at once that one is outbid', async (t) => {
  t.match(voiceOf(lotOf('a'), openLot('a'), money), {
    text: /Lot a is open\. First bid: 10 EUR/,
    isPressing: true,
  });
  t.match(voiceOf(openLot('a'), led, money), { text: 'You lead with 10 EUR.', isPressing: true });
  t.match(voiceOf(led, outbid, money), {
    text: 'You were outbid at 11 EUR. Next bid: 12 EUR.',
    isPressing: true,
  });
});

void test('bids of others are said when there is time for it', async (t) => {
  const first = openLot('a', { priceMinor: 1000, leader: bidder(3) });
  t.match(voiceOf(openLot('a'), first, money), { text: 'Bidder 3: 10 EUR.', isPressing: false });
  t.equal(voiceOf(first, first, money), null, 'nothing new is not said');
});

void test('calls and the end of a lot are said', async (t) => {
  const open = openLot('a', { priceMinor: 1000, leader: bidder(3) });
  const once = { ...open, current: currentRun({ ...open.current, calls: 1 }) };
  t.match(voiceOf(open, once, money), { text: 'Going once', isPressing: true });
  const sale = {
    soldAtMs: 9,
    buyer: bidder(3),
    priceMinor: 1000,
    settlement: null,
    orderId: null,
    canOfferSecondChance: false,
  };
  t.match(voiceOf(once, { ...once, status: 'sold', sale }, money), {
    text: 'Lot a is sold to Bidder 3 for 10 EUR.',
  });
  const mine = { ...sale, buyer: bidder(1, true) };
  t.match(voiceOf(once, { ...once, status: 'sold', sale: mine }, money), {
    text: 'You won Lot a for 10 EUR.',
  });
  t.match(voiceOf(once, { ...once, status: 'voided', voidReason: 'wrong price' }, money), { text: /void/ });
});

void test('the line offers the new amount when a bid came too late for the old one', async (t) => {
  const bid = { lotId: 'a', run: 1, amountMinor: 1100, isExact: true };
  const error = {
    code: 'bid-too-low',
    message: '',
    temporary: false,
    details: { minimumMinor: 1200 },
  } as const;
  const line = lineOf(outbid, { status: 'refused', bid, error }, money);
  t.match(line, { tone: 'careful', text: 'Somebody was faster. Next bid: 12 EUR' });
});

void test('the line says that a bid without a connection is not sent later', async (t) => {
  const bid = { lotId: 'a', run: 1, amountMinor: 1100, isExact: true };
  const error = { code: 'offline', message: '', temporary: true } as const;
  t.match(lineOf(outbid, { status: 'refused', bid, error }, money), { text: /not sent again later/ });
  t.match(lineOf(outbid, { status: 'sending', bid, isLate: true }, money), {
    tone: 'wait',
    text: /only counts/,
  });
});

void test('the line says how one stands, and one’s own maximum to oneself', async (t) => {
  const idle = { status: 'idle' } as const;
  t.match(lineOf(led, idle, money), { tone: 'good', text: 'You lead' });
  const more = { ...led, own: own({ isLeading: true, maxMinor: 5000 }) };
  t.match(lineOf(more, idle, money), { text: 'You lead. Your maximum: 50 EUR' });
  t.match(lineOf(outbid, idle, money), { tone: 'careful', text: 'You were outbid' });
  t.match(lineOf(openLot('a'), idle, money), { tone: 'plain', text: /No bids yet/ });
});
