import t from 'tap';
import { eventLogContract } from '#test/contract/event-log-contract.ts';
import { RedisServer } from '#test/support/redis-server.ts';
import { openLogOver } from './redis-log-stand.ts';

t.setTimeout(120_000);

t.test('the event log in Redis', async (t) => {
  const server = await RedisServer.start(t);
  const admin = server.connect();
  t.teardown(() => admin.disconnect());
  eventLogContract(t, async (t) => {
    await admin.flushall();
    return openLogOver(t, server);
  });
});
