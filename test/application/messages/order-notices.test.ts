import t from 'tap';
import { bidOn, lot, lotNow } from '../commerce/auction-examples.ts';
import { ada, anotherServer, bob, orderOfBuyer, until } from '../commerce/order-stand.ts';
import { openLot, openNotices, type NoticesStand } from './notices-stand.ts';

/** Ada wins a vase with a saved method. */
async function win(notices: NoticesStand): Promise<void> {
  await notices.know(ada.personId, { wantsMail: false });
  await notices.know(bob.personId);
  notices.provider.withMethod.add(ada.personId);
  await openLot(notices);
  await notices.stand.do(bidOn('vase', 1000, notices.log.nowMs()), ada);
  await notices.stand.do(lot('close-lot', 'vase', { seenPriceMinor: 1000 }));
}

const orderIs = ({ stand }: NoticesStand, line: string, payment: string): Promise<void> =>
  until(`${line} ${payment}`, async () => {
    const { state } = await stand.application.read(stand.application.streams.order(orderOfBuyer(ada)));
    if (state.status === 'absent') return false;
    return state.lines[0]?.status === line && state.payments[0]?.status === payment;
  });

t.test('who paid is told once that it waits for him, with the code, however he likes mail', async (t) => {
  const notices = await openNotices(t);
  await win(notices);
  await orderIs(notices, 'paid', 'succeeded');
  const next = await anotherServer(t, notices.log);
  await Promise.all([notices.readFeed(), notices.readFeed(next)]);
  await notices.readFeed();
  t.same(await notices.told(ada.personId), ['order-placed mail', 'pick-up-ready mail', 'won mail']);
  t.same(await notices.told(bob.personId), []);
  const { pickUpCode } = await notices.stand.order(orderOfBuyer(ada));
  const ready = (await notices.messages.list(10)).find(({ kind }) => kind === 'pick-up-ready');
  t.ok(pickUpCode !== null && ready?.text.includes(pickUpCode), 'the code is in the mail');
});

t.test('what was fetched before the feed was read is not announced as waiting', async (t) => {
  const notices = await openNotices(t);
  await win(notices);
  await orderIs(notices, 'paid', 'succeeded');
  const orderId = orderOfBuyer(ada);
  const lineIds = (await notices.stand.order(orderId)).lines.map(({ lineId }) => lineId);
  await notices.stand.do({ type: 'hand-out', orderId, lineIds });
  await notices.readFeed();
  t.same(await notices.told(ada.personId), ['order-placed mail', 'won mail']);
});

t.test('a declined method is told once, and not to who has paid otherwise meanwhile', async (t) => {
  for (const isPaid of [false, true]) {
    const notices = await openNotices(t);
    notices.provider.onCharge = () => ({ status: 'failed', providerRef: null, declineCode: 'declined' });
    await win(notices);
    await orderIs(notices, 'placed', 'failed');
    const orderId = orderOfBuyer(ada);
    if (isPaid) await notices.stand.do({ type: 'note-stall-payment', orderId, method: 'cash' });
    await notices.readFeed();
    await notices.readFeed();
    t.same(await notices.told(ada.personId), isPaid ? ['won mail'] : ['payment-failed mail', 'won mail']);
    t.equal((await lotNow(notices.stand.application, 'vase')).status, 'sold');
  }
});
