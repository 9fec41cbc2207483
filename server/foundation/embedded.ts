import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { makeAuctionKey, readAuctionKey, type AuctionKey } from '#application/commerce/auction-key.ts';
import { makePushKeys, readPushKeys } from '#application/messages/push-keys.ts';
import { maximumSubscriptions } from '#application/messages/push-subscription-store.ts';
import { randomIds } from '#application/id-source.ts';
import type { EventLog } from '#application/ports.ts';
import { mainShopId } from '#application/streams.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { keepPrivateFile } from '#config/private-file.ts';
import { createSqliteCredentialStore } from '#storage/identity/sqlite-credential-store.ts';
import { createSqliteContactStore } from '#storage/contacts/sqlite-contact-store.ts';
import { openMessageDatabase } from '#storage/messages/message-database.ts';
import { createSqliteMessageStore } from '#storage/messages/sqlite-message-store.ts';
import { createSqlitePushSubscriptions } from '#storage/messages/sqlite-push-subscriptions.ts';
import { createSqlitePaymentCustomers } from '#storage/payment/sqlite-payment-customers.ts';
import { createSqlitePeopleStore } from '#storage/people/sqlite-people-store.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import type { Ground } from '../start-up/ground.ts';
import type { Foundation } from './foundation.ts';

/** Said at each start, because it is what an operator must know before he trusts it with money. */
const durability =
  'Kept on this machine: each answered bid or command is synced to disk first (SQLite, WAL, synchronous=FULL). ' +
  'A lost disk loses what has no backup.';

/** A bus within one process loses a message only when thousands wait; an idle shop is then left in peace. */
const sweepMs = 5000;

/** One server process with everything in its data folder. */
export async function openEmbedded(ground: Ground): Promise<Foundation> {
  const { config, logger, shutdown } = ground;
  const credentials = createSqliteCredentialStore(join(config.dataDir, 'identity.db'));
  shutdown.add('credentials', () => credentials.close());
  const people = createSqlitePeopleStore(join(config.dataDir, 'people.db'));
  shutdown.add('people', () => people.close());
  const buyers = await openBuyers(ground);
  const log = await openLog(ground);
  const bus = new InProcessBus({
    onListenerError: (error, topic) => logger.error({ err: error, topic }, 'listener failed'),
  });
  shutdown.add('bus', () => bus.close());
  const sessionSecret =
    config.sessionSecret === ''
      ? await keepPrivateFile(join(config.dataDir, 'keys', 'sessions.key'), () => randomBytes(32))
      : Buffer.from(config.sessionSecret);
  return {
    log,
    bus,
    sweepMs,
    credentials,
    people,
    ...buyers,
    openPaymentCustomers: () => {
      const customers = createSqlitePaymentCustomers(join(config.dataDir, 'payment.db'));
      shutdown.add('payment customers', () => customers.close());
      return customers;
    },
    auctionKey: await openAuctionKey(config.dataDir),
    sessionSecret,
    durability,
    checks: { storage: () => writeTo(log) },
  };
}

async function openAuctionKey(dataDir: string): Promise<AuctionKey> {
  const path = join(dataDir, 'keys', 'auction.pem');
  const kept = await keepPrivateFile(path, () => Buffer.from(makeAuctionKey()));
  return readAuctionKey(kept.toString());
}

async function openBuyers({ config, shutdown }: Ground) {
  const contacts = createSqliteContactStore(join(config.dataDir, 'contacts.db'));
  shutdown.add('contacts', () => contacts.close());
  const database = openMessageDatabase(join(config.dataDir, 'messages.db'));
  shutdown.add('messages', () => database.close());
  const keys = await keepPrivateFile(join(config.dataDir, 'keys', 'push.json'), () =>
    Buffer.from(makePushKeys()),
  );
  return {
    contacts,
    messages: createSqliteMessageStore(database, config.outboxMessages),
    subscriptions: createSqlitePushSubscriptions(database, maximumSubscriptions),
    pushKeys: readPushKeys(keys.toString()),
  };
}

async function openLog({ config, logger, shutdown }: Ground): Promise<EventLog> {
  const log = await openSqliteEventLog({
    path: join(config.dataDir, 'events.db'),
    ids: randomIds,
    onFailure: (error) => {
      // Without the truth there is nothing to serve; whoever started us starts us again.
      logger.fatal({ err: error }, 'the event log is gone');
      void shutdown.run().then(() => process.exit(1));
    },
  });
  shutdown.add('event log', () => log.close());
  return log;
}

/** A real write through the log's own thread: a full or read-only disk shows here first. */
async function writeTo(log: EventLog): Promise<undefined> {
  await log.saveCursor(mainShopId, 'readiness', 0);
}
