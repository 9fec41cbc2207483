import { createApplication } from '#application/create-application.ts';
import { randomIds } from '#application/id-source.ts';
import { mainShopId } from '#application/streams.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { createMemoryPeopleStore } from '#storage/people/memory-people-store.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import { commandIdOf, create, plain, principalOf } from './core-stand.ts';
import { announce } from './room-examples.ts';

/** A server to be killed: pins an announcement, says until when, and waits. */
const [path = ''] = process.argv.slice(2);
const pinnedForMs = 700;

const fail = (error: unknown): never => {
  throw error;
};
const log = await openSqliteEventLog({ path, ids: randomIds, onFailure: fail });
const application = await createApplication({
  shopId: mainShopId,
  log,
  bus: new InProcessBus({ onListenerError: fail }),
  people: createMemoryPeopleStore(),
  crew: { rolesOf: async () => [] },
  onError: fail,
});
const commands = [create('one'), plain('go-live', 'one'), announce('one', 'news', pinnedForMs)];
for (const [index, command] of commands.entries()) {
  const principal = principalOf('admin');
  const outcome = await application.execute({ command, principal, commandId: commandIdOf(`${index}`) });
  if (outcome.outcome === 'rejected') throw new Error(outcome.rejection.code);
}
process.send?.(Date.now() + pinnedForMs);
