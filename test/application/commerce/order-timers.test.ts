import t from 'tap';
import type { OrderId, OrderLineId, ShopId } from '#domain/ids.ts';
import type { Application } from '#application/application.ts';
import { keepOrderTimers } from '#application/commerce/order-timers.ts';
import { orderStreamId } from '#application/streams.ts';
import type { Policy } from '#application/policy.ts';

const orderId = 'order-00000001' as OrderId;
const lineId = 'line-00000001' as OrderLineId;

t.test('a line has one timer: that of its newest deadline, and none once it is withdrawn', async (t) => {
  let nowMs = 1_000;
  let policy: Policy | undefined;
  const fired: unknown[] = [];
  // Only what the timers ask of the application.
  const application = {
    nowMs: () => nowMs,
    execute: async ({ command }: { readonly command: unknown }) => {
      fired.push(command);
      return { outcome: 'accepted', version: 1, recorded: [] };
    },
    startPolicy: async (started: Policy) => void (policy = started),
    listOrders: async () => [],
  } as unknown as Application;
  const timers = await keepOrderTimers({ application, onError: (error) => t.fail(String(error)) });
  t.teardown(() => timers.close());
  const hear = async (event: object): Promise<void> => {
    // An event as the log would hand it over.
    await policy?.handle({
      recorded: { streamId: orderStreamId('stall' as ShopId, orderId), event },
    } as never);
  };
  const held = (deadlineMs: number) => hear({ type: 'line-held', lineId, holdId: null, deadlineMs });
  await held(2_000);
  await held(3_000);
  nowMs = 4_000;
  timers.wake();
  t.match(fired, [{ deadlineMs: 3_000 }]);
  t.equal(fired.length, 1, 'the older one is gone');
  await held(9_000);
  await hear({ type: 'line-withdrawn', lineId, by: 'shop' });
  nowMs = 10_000;
  timers.wake();
  t.equal(fired.length, 1);
});
