import t from 'tap';
import {
  cancelLines,
  dueMinor,
  needsAttention,
  owedMinor,
  refundLines,
  retryRefund,
  returnParcel,
  undoHandOut,
  ship,
} from '#domain/order/order.ts';
import { lineIdOf, OrderExample } from './order-example.ts';

const wish = (refundId: string, names: readonly string[], amountMinor: number | null = null) => ({
  refundId,
  lineIds: names.map(lineIdOf),
  amountMinor,
  restocks: false,
  reason: 'cracked',
});

const retry = (
  refundId: string,
  amountMinor: number | null = null,
  by: 'provider' | 'hand' = 'provider',
) => ({
  failedRefundId: 'first',
  refundId,
  amountMinor,
  by,
});

/** Of a cup that was paid for, so much was to go back, and the provider refused. */
function refused(amountMinor: number | null): OrderExample {
  const order = new OrderExample().ordered(['cup']).paid('pay');
  order.decide(refundLines(order.state, wish('first', ['cup'], amountMinor)));
  order.refundNoted('first', 'failed', 'disputed');
  return order;
}

t.test('a refund that is refused is owed until as much went back', async (t) => {
  const order = refused(200);
  t.match(order.refunds, [{ status: 'failed', owedMinor: 200 }]);
  t.match(order.state, { refunds: [{ declineCode: 'disputed' }], payments: [{ refundedMinor: 0 }] });
  t.ok(needsAttention(order.state));
  t.equal(order.decide(retryRefund(order.state, retry('second'))), 'accepted');
  t.notOk(needsAttention(order.state), 'it is on its way');
  order.refundNoted('second', 'done');
  t.equal(owedMinor(order.state), 0);
  t.match(order.state, {
    payments: [{ refundedMinor: 200 }],
    lines: [{ refundedMinor: 200, status: 'paid' }],
  });
  t.equal(order.decide(retryRefund(order.state, retry('third'))), 'order-unchanged', 'and not twice');
});

t.test(
  'a smaller retry leaves the rest owed, and one that is refused again owes its part anew',
  async (t) => {
    const order = refused(null);
    t.equal(order.decide(retryRefund(order.state, retry('second', 501))), 'refund-too-high');
    t.equal(order.decide(retryRefund(order.state, retry('second', 0))), 'nothing-due');
    t.equal(order.decide(retryRefund(order.state, retry('second', 300))), 'accepted');
    t.equal(order.decide(retryRefund(order.state, retry('second', 100))), 'refund-exists');
    t.equal(owedMinor(order.state), 200);
    order.refundNoted('second', 'failed');
    t.match(order.refunds, [{ owedMinor: 200 }, { owedMinor: 300 }]);
    const again = { ...retry('third', 300), failedRefundId: 'second' };
    t.equal(order.decide(retryRefund(order.state, again)), 'accepted');
    order.refundNoted('third', 'done');
    t.equal(order.decide(retryRefund(order.state, retry('fourth'))), 'accepted');
    order.refundNoted('fourth', 'done');
    t.equal(owedMinor(order.state), 0);
    t.match(order.line('cup'), { refundedMinor: 500, status: 'refunded' });
  },
);

t.test('what the shop handed back itself is done, and no provider is asked', async (t) => {
  const order = refused(null);
  t.equal(order.decide(retryRefund(order.state, retry('second', null, 'hand'))), 'accepted');
  t.match(order.refunds, [{ owedMinor: 0 }, { refundId: 'second', status: 'done', amountMinor: 500 }]);
  t.match(order.state, { refunds: [{ isByHand: false }, { isByHand: true }] });
});

t.test('a refund of the same line pays what an earlier one owes first', async (t) => {
  const order = refused(200);
  t.equal(order.decide(refundLines(order.state, wish('second', ['cup'], 150))), 'accepted');
  t.equal(owedMinor(order.state), 50);
  t.equal(order.decide(refundLines(order.state, wish('third', ['cup'], 351))), 'refund-too-high');
  t.equal(order.decide(refundLines(order.state, wish('third', ['cup']))), 'accepted');
  t.equal(owedMinor(order.state), 0);
  t.match(order.line('cup'), { refundedMinor: 500 });
});

t.test('a refund that was on its way before another one failed does not pay its debt', async (t) => {
  const order = new OrderExample().ordered(['cup']).paid('pay');
  order.decide(refundLines(order.state, wish('first', ['cup'], 200)));
  order.decide(refundLines(order.state, wish('second', ['cup'], 100)));
  order.refundNoted('first', 'failed');
  order.refundNoted('second', 'done');
  t.equal(owedMinor(order.state), 200);
});

t.test('what was paid for and is gone is owed, too, when the provider keeps it', async (t) => {
  const order = new OrderExample().ordered(['cup', 'vase']).started('pay').succeeded('pay', ['vase']);
  t.match(order.line('vase'), { status: 'placed', paidById: null });
  order.refundNoted('back-pay', 'failed');
  t.equal(owedMinor(order.state), 500);
  t.equal(order.decide(refundLines(order.state, wish('again', ['vase']))), 'line-wrong-status');
  const again = { ...retry('again'), failedRefundId: 'back-pay' };
  t.equal(order.decide(retryRefund(order.state, again)), 'accepted');
  t.match(order.line('cup'), { refundedMinor: 0, status: 'paid' }, 'and the cup stays sold');
});

t.test(
  'of an order that is paid in part, what is paid is refunded and what is not is cancelled',
  async (t) => {
    const order = new OrderExample().ordered(['cup', 'vase']).paid('pay').ordered(['jug', 'bowl']);
    t.equal(
      order.decide(cancelLines(order.state, ['cup', 'jug'].map(lineIdOf), 'shop')),
      'line-wrong-status',
    );
    t.equal(order.decide(refundLines(order.state, wish('first', ['cup', 'jug']))), 'line-wrong-status');
    t.equal(order.decide(refundLines(order.state, wish('first', ['cup', 'vase'], 600))), 'accepted');
    t.match(
      [order.line('cup'), order.line('vase')],
      [{ status: 'refunded' }, { refundedMinor: 100, status: 'paid' }],
    );
    t.equal(order.decide(cancelLines(order.state, [lineIdOf('jug')], 'shop')), 'accepted');
    t.equal(dueMinor(order.state), 500, 'the bowl stays due');
    order.paid('later');
    t.match(order.state, { payments: [{ refundedMinor: 600 }, { amountMinor: 500, refundedMinor: 0 }] });
  },
);

t.test('lines of several payments go back to each; a part asks no provider for nothing', async (t) => {
  const order = new OrderExample().ordered(['cup']).paid('one').ordered(['vase']).paid('two', 'cash');
  t.equal(order.decide(refundLines(order.state, wish('part', ['cup', 'vase'], 500))), 'accepted');
  t.match(order.refunds, [{ refundId: 'part', paymentId: 'one', amountMinor: 500, status: 'started' }]);
  t.equal(order.refunds.length, 1);
  t.equal(order.decide(refundLines(order.state, wish('rest', ['cup', 'vase']))), 'accepted');
  t.match(
    order.refunds.at(-1),
    { paymentId: 'two', amountMinor: 500, status: 'done' },
    'cash is handed back',
  );
});

t.test('goods that come back without money ask no provider', async (t) => {
  const order = new OrderExample().ordered(['cup']).paid('pay');
  t.equal(order.decide(refundLines(order.state, wish('first', ['cup'], 0))), 'nothing-due');
  const goods = { ...wish('goods', ['cup'], 0), restocks: true };
  t.equal(order.decide(refundLines(order.state, goods)), 'accepted');
  t.match(order.refunds, [{ amountMinor: 0, status: 'done' }]);
  t.match(order.line('cup'), { status: 'refunded', refundedMinor: 0, soldFrom: [] });
});

t.test('the parcel’s price goes back with the last of it, whoever paid which part', async (t) => {
  const order = new OrderExample()
    .ordered(['cup'], 'parcel')
    .paid('one')
    .ordered(['vase'], 'parcel')
    .paid('two');
  t.match(order.state, { payments: [{ amountMinor: 590 }, { amountMinor: 500 }] });
  order.decide(refundLines(order.state, wish('first', ['cup'])));
  t.match(order.refunds, [{ paymentId: 'one', amountMinor: 500 }], 'the vase is still to be sent');
  order.decide(refundLines(order.state, wish('last', ['vase'])));
  t.match(order.refunds.slice(1), [
    { refundId: 'last', paymentId: 'two', amountMinor: 500 },
    { refundId: 'last-2', paymentId: 'one', amountMinor: 90 },
  ]);
  const together = new OrderExample()
    .ordered(['cup'], 'parcel')
    .paid('one')
    .ordered(['vase'], 'parcel')
    .paid('two');
  together.decide(refundLines(together.state, wish('all', ['cup', 'vase'])));
  t.match(together.refunds, [{ amountMinor: 590 }, { amountMinor: 500 }]);
});

t.test(
  'a parcel waits for what is not paid yet, goes back when that is cancelled, and is due again',
  async (t) => {
    const order = new OrderExample().ordered(['cup'], 'parcel').paid('one').ordered(['vase'], 'parcel');
    const giveBack = () => order.decide(returnParcel(order.state, (paymentId) => `parcel-${paymentId}`));
    order.decide(refundLines(order.state, wish('first', ['cup'])));
    giveBack();
    t.match(order.refunds, [{ amountMinor: 500 }], 'the vase is still to be sent');
    t.equal(dueMinor(order.state), 500);
    order.decide(cancelLines(order.state, [lineIdOf('vase')], 'shop'));
    giveBack();
    giveBack();
    t.match(order.refunds, [{ amountMinor: 500 }, { refundId: 'parcel-one', amountMinor: 90 }]);
    t.equal(order.refunds.length, 2, 'once');
    order.ordered(['jug'], 'parcel');
    t.equal(dueMinor(order.state), 590, 'a parcel that was given back is paid again');
  },
);

t.test('a parcel that was sent stays paid, unless it was not sent after all', async (t) => {
  const order = new OrderExample().ordered(['cup'], 'parcel').paid('one');
  order.decide(ship(order.state, [lineIdOf('cup')], 'T1'));
  const sent = order.state;
  order.decide(refundLines(order.state, wish('sent', ['cup'])));
  t.match(order.refunds, [{ amountMinor: 500 }]);
  order.state = sent;
  order.decide(undoHandOut(order.state, [lineIdOf('cup')]));
  order.decide(refundLines(order.state, wish('unsent', ['cup'])));
  t.match(order.refunds, [{ amountMinor: 590 }]);
});

t.test('two payments that both succeed pay for one parcel', async (t) => {
  const order = new OrderExample()
    .ordered(['cup'], 'parcel')
    .started('one')
    .ordered(['vase'], 'parcel')
    .paid('two');
  t.match(order.state, { payments: [{ status: 'cancelled' }, { amountMinor: 1090 }] });
  order.succeeded('one');
  t.match(order.refunds, [{ refundId: 'back-one', amountMinor: 590 }]);
  const later = new OrderExample().ordered(['cup'], 'parcel').started('one');
  later.ordered([], 'pick-up').started('two').succeeded('one');
  t.match(
    later.refunds,
    [{ refundId: 'back-one', amountMinor: 90 }],
    'and none where it is picked up by now',
  );
});
