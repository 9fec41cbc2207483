import type { Test } from 'tap';
import type { Contact } from '#application/contacts/contact-store.ts';
import { freshContact } from '#application/contacts/fresh-contact.ts';
import { noticesPolicy } from '#application/commerce/policies/notices.ts';
import { createNotifier } from '#application/messages/notices.ts';
import { auctionStreamId, mainShopId } from '#application/streams.ts';
import { defaultIncrements } from '#domain/auction/auction.ts';
import type { PersonId } from '#domain/ids.ts';
import { createMemoryContactStore } from '#storage/contacts/memory-contact-store.ts';
import { createMemoryMessageStore } from '#storage/messages/memory-message-store.ts';
import { createMemoryPushSubscriptions } from '#storage/messages/memory-push-subscriptions.ts';
import { StandLog } from '../core-stand.ts';
import { draft, lot, lotIdOf } from '../commerce/auction-examples.ts';
import { BookProvider } from '../commerce/book-provider.ts';
import { append, openShop, showId, skuIdOf, stockUp, type ShopStand } from '../commerce/order-stand.ts';

/** Real stores of contacts, browsers and messages, shared by all servers of a stand; the outbox is never emptied. */
function openOutbox(log: StandLog) {
  const contacts = createMemoryContactStore();
  const messages = createMemoryMessageStore(1_000);
  const subscriptions = createMemoryPushSubscriptions(10);
  const notifier = createNotifier({
    contacts,
    messages,
    subscriptions,
    sendsMail: true,
    wake: () => undefined,
    origin: async () => 'https://shop.example',
    timeZone: 'UTC',
    nowMs: () => log.nowMs(),
    onFull: () => undefined,
  });
  return { contacts, messages, subscriptions, notifier };
}

export interface NoticesStand extends ReturnType<typeof openOutbox> {
  readonly log: StandLog;
  readonly stand: ShopStand;
  readonly provider: BookProvider;
  know(personId: PersonId, over?: Partial<Contact>): Promise<void>;
  subscribe(personId: PersonId): Promise<void>;
  /** Kind and channel of all that was written to somebody, sorted. */
  told(personId: PersonId): Promise<readonly string[]>;
  /** The policy reads the whole feed, as after a restart from an older place; on another server if one is named. */
  readFeed(server?: ShopStand): Promise<void>;
}

/** A shop with a live show and five vases. Nobody is told but by `readFeed`, so that a test says when that is. */
export async function openNotices(t: Test): Promise<NoticesStand> {
  const log = new StandLog();
  const outbox = openOutbox(log);
  const provider = new BookProvider();
  const stand = await openShop(t, log, { payment: provider });
  await stockUp(log, 'vase', 5);
  return {
    ...outbox,
    log,
    stand,
    provider,
    know: (personId, over = {}) =>
      outbox.contacts.save({ ...freshContact(personId, 'en', 0), email: `${personId}@example.com`, ...over }),
    async subscribe(personId) {
      const endpoint = `https://push.example/${personId}`;
      await outbox.subscriptions.put(personId, { endpoint, p256dh: 'key', auth: 'auth' }, 0);
    },
    async told(personId) {
      const all = await outbox.messages.list(1_000);
      return all
        .filter((message) => message.personId === personId)
        .map(({ kind, channel }) => `${kind} ${channel}`)
        .toSorted();
    },
    async readFeed({ application } = stand) {
      const policy = noticesPolicy({ application, notifier: outbox.notifier });
      for (const entry of await log.readFeed(mainShopId, 0, 10_000)) await policy.handle(entry);
    },
  };
}

/** Queues a lot with one vase; its terms are those of the examples. */
export async function addLot(log: StandLog, name = 'vase'): Promise<void> {
  const lotId = lotIdOf(name);
  const { productId, mediaId, title, terms } = draft();
  const lines = [{ skuId: skuIdOf('vase'), quantity: 1 }];
  const facts = {
    lotId,
    title,
    productId,
    mediaId,
    lines,
    terms: { ...terms, increments: defaultIncrements },
  };
  await append(log, auctionStreamId(mainShopId, showId), { type: 'lot-added', showId, lotId, facts });
}

export const openLot = async ({ log, stand }: NoticesStand, name = 'vase'): Promise<void> => {
  await addLot(log, name);
  await stand.do(lot('open-lot', name));
};
