import t from 'tap';
import { winLineIdOf } from '#application/commerce/order-id.ts';
import { personIdOf } from '../core-stand.ts';
import { bidOn, lot, lotIdOf, lotNow } from '../commerce/auction-examples.ts';
import { ada, anotherServer, bob, eve, orderOfBuyer, showId, until } from '../commerce/order-stand.ts';
import { openLot, openNotices, type NoticesStand } from './notices-stand.ts';

const everyone = [ada, bob, eve].map(({ personId }) => personId);

async function knowAll(notices: NoticesStand): Promise<void> {
  for (const personId of everyone) {
    await notices.know(personId);
    await notices.subscribe(personId);
  }
}

const bid = ({ stand, log }: NoticesStand, amountMinor: number, who: typeof ada) =>
  stand.do(bidOn('vase', amountMinor, log.nowMs()), who);

const close = ({ stand }: NoticesStand, seenPriceMinor: number) =>
  stand.do(lot('close-lot', 'vase', { seenPriceMinor }));

const lineIs = (notices: NoticesStand, who: typeof ada, status: string, run = 1): Promise<void> =>
  until(status, async () => {
    const { application } = notices.stand;
    const { state } = await application.read(application.streams.order(orderOfBuyer(who)));
    if (state.status === 'absent') return false;
    return state.lines.find(({ lineId }) => lineId === winLineIdOf(lotIdOf('vase'), run))?.status === status;
  });

/** Ada's maximum is 1000, Bob won at 1100 and let it lapse. */
async function unpaidLot(notices: NoticesStand): Promise<void> {
  await openLot(notices);
  await bid(notices, 1000, ada);
  await bid(notices, 2000, bob);
  const { status, ...rest } = await lotNow(notices.stand.application, 'vase');
  const price = status === 'open' && 'openRun' in rest ? rest.openRun.priceMinor : null;
  await close(notices, price ?? 0);
  await lineIs(notices, bob, 'placed');
  notices.log.clock.nowMs += 15 * 60_000;
  await lineIs(notices, bob, 'overdue');
  await until('unpaid', async () => {
    const now = await lotNow(notices.stand.application, 'vase');
    return now.status === 'sold' && now.sale.settlement.status === 'unpaid';
  });
}

t.test('who is outbid is told once by mail and once by push, and nobody else', async (t) => {
  const notices = await openNotices(t);
  await knowAll(notices);
  await openLot(notices);
  await bid(notices, 1000, ada);
  await bid(notices, 2000, bob);
  await notices.readFeed();
  t.same(await notices.told(ada.personId), ['outbid mail', 'outbid push']);
  t.same(await notices.told(bob.personId), []);
  const next = await anotherServer(t, notices.log);
  await Promise.all([notices.readFeed(), notices.readFeed(next)]);
  t.same(
    await notices.told(ada.personId),
    ['outbid mail', 'outbid push'],
    'the feed was read on two servers',
  );
});

t.test('the notice of a lost lead asks for what is the next bid now', async (t) => {
  const notices = await openNotices(t);
  await knowAll(notices);
  await openLot(notices);
  await bid(notices, 1000, ada);
  await bid(notices, 2000, bob);
  await bid(notices, 1500, eve);
  await notices.readFeed();
  const lotState = await lotNow(notices.stand.application, 'vase');
  t.match(lotState, { status: 'open', openRun: { priceMinor: 1600 } });
  const messages = await notices.messages.list(10);
  t.match(
    messages.find(({ personId, channel }) => personId === ada.personId && channel === 'push'),
    {
      text: /€17\.00/,
      link: `https://shop.example/watch/${showId}`,
    },
  );
});

t.test('who leads again when the feed is read is not told that he was outbid', async (t) => {
  const notices = await openNotices(t);
  await knowAll(notices);
  await openLot(notices);
  await bid(notices, 1000, ada);
  await bid(notices, 2000, bob);
  await bid(notices, 3000, ada);
  await notices.readFeed();
  t.same(await notices.told(ada.personId), []);
  t.same(await notices.told(bob.personId), ['outbid mail', 'outbid push']);
});

t.test('a lead that was lost long ago, or in a lot that is over, is not told any more', async (t) => {
  const notices = await openNotices(t);
  await knowAll(notices);
  await openLot(notices);
  await bid(notices, 1000, ada);
  await bid(notices, 2000, bob);
  notices.log.clock.nowMs += 60_001;
  await notices.readFeed();
  t.same(await notices.told(ada.personId), []);
  await bid(notices, 3000, ada);
  await notices.stand.do(lot('void-lot', 'vase', { reason: 'the wrong vase' }));
  await notices.readFeed();
  t.same(await notices.told(bob.personId), []);
});

t.test('the winner is told once what he pays until when; who lost is not', async (t) => {
  const notices = await openNotices(t);
  await knowAll(notices);
  await openLot(notices);
  await bid(notices, 1000, ada);
  await close(notices, 1000);
  const next = await anotherServer(t, notices.log);
  await Promise.all([notices.readFeed(), notices.readFeed(next)]);
  await notices.readFeed();
  t.same(await notices.told(ada.personId), ['won mail', 'won push']);
  t.same(await notices.told(bob.personId), []);
  const lotState = await lotNow(notices.stand.application, 'vase');
  const dueAtMs =
    lotState.status === 'sold' && lotState.sale.settlement.status === 'payment-due'
      ? lotState.sale.settlement.dueAtMs
      : null;
  const [message] = await notices.messages.list(1);
  t.equal(message?.expiresAtMs, dueAtMs, 'after the deadline it is no news');
});

t.test('a win that was undone before anybody was told is not told', async (t) => {
  for (const undo of [
    lot('void-lot', 'vase', { reason: 'the wrong vase' }),
    { type: 'reopen-last-lot', showId, lotId: lotIdOf('vase') } as const,
  ]) {
    const notices = await openNotices(t);
    await knowAll(notices);
    await openLot(notices);
    await bid(notices, 1000, ada);
    await close(notices, 1000);
    await lineIs(notices, ada, 'placed');
    await notices.stand.do(undo);
    await notices.readFeed();
    t.same(await notices.told(ada.personId), [], undo.type);
  }
});

t.test('the second chance is told to the runner-up alone, once, and not when it is over', async (t) => {
  const notices = await openNotices(t);
  await knowAll(notices);
  await unpaidLot(notices);
  await notices.stand.do(lot('offer-second-chance', 'vase'));
  await notices.readFeed();
  await notices.readFeed();
  t.same(await notices.told(ada.personId), ['second-chance mail', 'second-chance push']);
  t.same(await notices.told(bob.personId), [], 'it is not his any more');
  await notices.stand.do(lot('accept-second-chance', 'vase'), ada);
  await notices.readFeed();
  const taken = ['second-chance mail', 'second-chance push', 'won mail', 'won push'];
  t.same(await notices.told(ada.personId), taken, 'who takes it is told what he owes until when');
  t.same(await notices.told(bob.personId), []);
});

t.test('a second chance that was declined before the feed was read is not told', async (t) => {
  const notices = await openNotices(t);
  await knowAll(notices);
  await unpaidLot(notices);
  await notices.stand.do(lot('offer-second-chance', 'vase'));
  await notices.stand.do(lot('decline-second-chance', 'vase'), ada);
  await notices.readFeed();
  t.same(await notices.told(ada.personId), []);
  t.same(await notices.told(bob.personId), []);
});

t.test('a paddle that is outbid is told under the person who holds it, if he can be reached', async (t) => {
  const notices = await openNotices(t);
  const [reachable, guest] = [personIdOf('in-room'), personIdOf('in-room-too')];
  await notices.know(bob.personId);
  await notices.know(reachable);
  await notices.know(guest, { email: null, phone: '+491701234567' });
  await openLot(notices);
  for (const [paddle, personId] of [
    [7, reachable],
    [8, guest],
  ] as const)
    await notices.stand.do({ type: 'give-paddle', showId, paddle, personId });
  const floor = (paddle: number, amountMinor: number) =>
    lot('place-floor-bid', 'vase', { run: 1, paddle, amountMinor, tappedAtMs: notices.log.nowMs() });
  await notices.stand.do(floor(7, 1000));
  await notices.stand.do(floor(8, 1200));
  await bid(notices, 3000, bob);
  await notices.readFeed();
  t.same(await notices.told(reachable), ['outbid mail']);
  t.same(await notices.told(guest), [], 'a phone number is not called');
  t.same(await notices.told(bob.personId), []);
});

t.test(
  'each is told on the channels that he allowed: what is owed by mail, the rest as he likes',
  async (t) => {
    const notices = await openNotices(t);
    await notices.know(ada.personId, { wantsMail: false });
    await notices.subscribe(bob.personId);
    await openLot(notices);
    await bid(notices, 1000, ada);
    await bid(notices, 2000, bob);
    await notices.readFeed();
    t.same(await notices.told(ada.personId), [], 'outbid is not owed');
    notices.log.clock.nowMs += 10_001;
    await bid(notices, 3000, ada);
    await notices.readFeed();
    t.same(await notices.told(bob.personId), ['outbid push'], 'a guest with a browser');
    const state = await lotNow(notices.stand.application, 'vase');
    await close(notices, state.status === 'open' ? (state.openRun.priceMinor ?? 0) : 0);
    await notices.readFeed();
    t.same(await notices.told(ada.personId), ['won mail'], 'a win is owed');
  },
);

t.test('who was erased is told nothing, though the log still names him', async (t) => {
  const notices = await openNotices(t);
  await knowAll(notices);
  await openLot(notices);
  await bid(notices, 1000, ada);
  await close(notices, 1000);
  await notices.contacts.erase(ada.personId);
  for (const { endpoint } of await notices.subscriptions.of(ada.personId))
    await notices.subscriptions.remove(ada.personId, endpoint);
  await notices.readFeed();
  t.same(await notices.told(ada.personId), []);
});
