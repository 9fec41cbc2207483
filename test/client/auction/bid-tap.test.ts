import { test } from 'tap';
import { createBidTap } from '../../../client-demo/src/auction/bid-tap.ts';

void test('a tap bids the amount on the button', async (t) => {
  const tap = createBidTap();
  tap.show(1000, 0);
  tap.press(5000);
  t.equal(tap.release(5080), 1000);
});

void test('a double tap is one bid, also when the price rises between the two', async (t) => {
  const tap = createBidTap();
  tap.show(1000, 0);
  tap.press(5000);
  t.equal(tap.release(5060), 1000);
  tap.show(1200, 5150);
  tap.press(5200);
  t.equal(tap.release(5260), null);
  tap.press(6100);
  t.equal(tap.release(6160), 1200, 'the next one is meant');
});

void test('a price that rises under the finger does not change what is bid', async (t) => {
  const tap = createBidTap();
  tap.show(1000, 0);
  tap.press(5000);
  tap.show(1200, 5040);
  t.equal(tap.release(5400), 1000);
});

void test('whoever taps just after the price rose meant the amount before', async (t) => {
  const tap = createBidTap();
  tap.show(1000, 0);
  tap.show(1200, 5000);
  tap.press(5100);
  t.equal(tap.release(5160), 1000, 'the shop refuses it and offers the new one');
});

void test('a key bids what could be read', async (t) => {
  const tap = createBidTap();
  tap.show(1000, 0);
  t.equal(tap.release(10), 1000, 'the first amount replaces nothing');
  tap.show(1200, 2000);
  t.equal(tap.release(2100), 1000);
  t.equal(tap.release(4000), 1200);
});
