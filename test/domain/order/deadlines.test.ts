import t from 'tap';
import { lapseLine, limitOrder, type OrderEvent } from '#domain/order/order.ts';
import {
  a,
  absent,
  added,
  b,
  bought,
  c,
  dueMs,
  given,
  holdIdOf,
  lapsed,
  lineIdOf,
  overdue,
  placed,
  withdrawn,
  won,
} from './order-given.ts';

const lapse =
  (lineId = a, deadlineMs = dueMs) =>
  (order: Parameters<typeof lapseLine>[0], { nowMs }: { readonly nowMs: number }) =>
    lapseLine(order, { lineId, deadlineMs }, nowMs);
const limit =
  (deadlineMs = dueMs) =>
  (order: Parameters<typeof limitOrder>[0]) =>
    limitOrder(order, deadlineMs);
const limited = (lineId: typeof a, deadlineMs = dueMs): OrderEvent => ({
  type: 'line-held',
  lineId,
  holdId: holdIdOf('first'),
  deadlineMs,
});

t.test('a purchase lapses at its deadline, exactly, in the cart and ordered, and once', async (t) => {
  for (const history of [[added(a)], [added(a), placed([a])]]) {
    const order = given(t, ...history);
    order.when(lapse(), { nowMs: dueMs - 1 }).isRefused('order-unchanged');
    const after = order.when(lapse(), { nowMs: dueMs }).then(lapsed(a));
    t.match(after.state, { lines: [{ status: 'lapsed', holdId: null, deadlineMs: null }] });
    after.when(lapse(), { nowMs: dueMs }).isRefused('order-unchanged');
  }
});

t.test('a win is overdue at its deadline and keeps its hold; after its last one it goes', async (t) => {
  const late = given(t, won(a)).when(lapse(), { nowMs: dueMs }).then(overdue(a));
  t.match(late.state, { lines: [{ status: 'overdue', holdId: holdIdOf('first'), deadlineMs: null }] });
  const ending = late.when(limit(dueMs + 9)).then(limited(a, dueMs + 9));
  ending.when(lapse(a, dueMs), { nowMs: dueMs + 99 }).isRefused('order-unchanged');
  ending.when(lapse(a, dueMs + 9), { nowMs: dueMs + 8 }).isRefused('order-unchanged');
  ending.when(lapse(a, dueMs + 9), { nowMs: dueMs + 9 }).then(withdrawn(a, 'shop'));
});

t.test('the timer of an earlier deadline ends nothing, and none that there is not', async (t) => {
  const put = given(t, added(a), limited(a, dueMs + 5));
  put.when(lapse(), { nowMs: dueMs + 99 }).isRefused('order-unchanged');
  put.when(lapse(a, dueMs + 5), { nowMs: dueMs + 5 }).then(lapsed(a));
  given(t).when(lapse(), { nowMs: dueMs }).isRefused('line-not-found');
  absent(t).when(lapse(), { nowMs: dueMs }).isRefused('line-not-found');
});

t.test('what was paid in time has no deadline any more', async (t) => {
  const order = given(t, ...bought('one', [a]));
  order.when(lapse(), { nowMs: dueMs }).isRefused('order-unchanged');
});

t.test('what has a deadline although it is over is refused with its status', async (t) => {
  const statuses = ['lapsed', 'paid', 'handed-out', 'shipped', 'withdrawn', 'refunded'] as const;
  for (const status of statuses) {
    const order = given(t, added(a, { status }));
    order.when(lapse(), { nowMs: dueMs }).isRefused('line-wrong-status', { status });
  }
});

t.test('after the show all that is ordered or won without an end gets the same one', async (t) => {
  const d = lineIdOf('d');
  const order = given(
    t,
    added(a),
    added(b),
    placed([b], { kind: 'pick-up' }, null),
    won(c, { deadlineMs: null }),
    overdue(c),
    won(d),
  );
  const after = order.when(limit(dueMs)).then(limited(b), limited(c));
  t.match(after.state, { lines: [{ status: 'in-cart' }, { status: 'placed' }, { status: 'overdue' }, {}] });
  after.when(limit(dueMs)).isRefused('order-unchanged');
  given(t, added(a)).when(limit()).isRefused('order-unchanged');
  absent(t).when(limit()).isRefused('order-not-found');
});
