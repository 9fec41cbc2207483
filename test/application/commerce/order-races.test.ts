import { join } from 'node:path';
import t, { type Test } from 'tap';
import { randomIds } from '#application/id-source.ts';
import type { EventLog } from '#application/ports.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import { openLogOver } from '#test/storage/redis/redis-log-stand.ts';
import { RedisServer } from '#test/support/redis-server.ts';
import { principalOf } from '../core-stand.ts';
import { anotherServer, checkOut, openOffer, openShop, showId, stockUp, take } from './order-stand.ts';

const buyers = Array.from({ length: 60 }, (_, index) => principalOf('viewer', `buyer-${index}`));
const staff = principalOf('staff');
const errorsOnly = (outcome: string) =>
  !['accepted', 'offer-sold-out', 'offer-not-open', 'stock-insufficient', 'conflict'].includes(outcome);

/** Everybody at once, on two servers: what one cannot have now for others' sake alone, he asks for again. */
async function race(t: Test, [here, there]: readonly [EventLog, EventLog]): Promise<void> {
  const one = await openShop(t, here);
  const two = await anotherServer(t, there);
  await stockUp(here, 'cup', 20);
  await openOffer(one, 'cup', { limitTotal: 12, limitPerBuyer: 1 });
  const buy = async (index: number): Promise<string> => {
    const buyer = buyers[index] ?? staff;
    const server = index % 2 === 0 ? one : two;
    for (;;) {
      const taken = await server.try(take('cup'), buyer);
      if (taken === 'conflict') continue;
      if (taken !== 'accepted') return taken;
      break;
    }
    for (;;) {
      const ordered = await server.try(checkOut(500), buyer);
      if (ordered === 'conflict') continue;
      return ordered;
    }
  };
  const outcomes = await Promise.all(buyers.map((_, index) => buy(index)));
  t.equal(outcomes.filter((outcome) => outcome === 'accepted').length, 12, 'sold out exactly');
  t.same(outcomes.filter(errorsOnly), []);
  const orders = await one.application.listOrders({ showId });
  const settle = orders.map(({ orderId }, index) =>
    (index % 2 === 0 ? one : two).try({ type: 'note-stall-payment', orderId, method: 'cash' }, staff),
  );
  const paid = (await Promise.all(settle)).filter((outcome) => outcome === 'accepted').length;
  t.match((await one.ledger()).pools, [{ sold: paid, held: 12 - paid }]);
  t.equal((await two.ledger()).holds.length, 12 - paid);
}

t.test('a sale among sixty buyers on two servers over Redis sells out exactly', async (t) => {
  const server = await RedisServer.start(t);
  await race(t, [await openLogOver(t, server), await openLogOver(t, server)]);
});

t.test('the same over SQLite, and after a restart it stands as it stood', async (t) => {
  const path = join(t.testdir({}), 'log.sqlite');
  const open = () => openSqliteEventLog({ path, ids: randomIds, onFailure: (error) => t.error(error) });
  const log = await open();
  // Registered first, because it is to end last.
  t.teardown(() => log.close());
  await race(t, [log, log]);
  const before = await anotherServer(t, log);
  const [ledger, orders] = [await before.ledger(), await before.application.listOrders()];
  await before.application.shutdown();
  const after = await anotherServer(t, log);
  t.same(await after.ledger(), ledger);
  t.same(await after.application.listOrders(), orders);
});
