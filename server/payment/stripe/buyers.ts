import { LRUCache } from 'lru-cache';
import type { Stripe } from 'stripe';
import type { PaymentCustomers } from '#application/payment/payment-customers.ts';
import type { PersonId } from '#domain/ids.ts';
import { isMissing, isUnknownCustomer } from './stripe-faults.ts';

/** Who asks at every first bid should not ask Stripe each time; a removed card is noticed when it is charged. */
const rememberedMs = 600_000;
/** Long enough against a bidder who hammers, short enough for one who comes back from saving a card. */
const absentMs = 2_000;
const rememberedBuyers = 10_000;

/** Our buyers as Stripe's customers, each with the cards he saved. */
export interface Buyers {
  /** The customer's id; made where he has none. */
  customerOf(buyerId: PersonId): Promise<string>;
  knownCustomerOf(buyerId: PersonId): Promise<string | undefined>;
  /** Runs work on the buyer's customer, once more with a new one where Stripe does not know him any more. */
  withCustomer<Result>(buyerId: PersonId, work: (customerId: string) => Promise<Result>): Promise<Result>;
  /** The card saved last. Only cards: they are charged at once, other methods take days. */
  savedCardOf(customerId: string): Promise<string | undefined>;
  hasSavedCard(buyerId: PersonId): Promise<boolean>;
  forget(buyerId: PersonId): Promise<void>;
}

export function createBuyers(stripe: Stripe, customers: PaymentCustomers): Buyers {
  const known = new LRUCache<PersonId, boolean>({ max: rememberedBuyers });

  const create = async (buyerId: PersonId, key: string): Promise<string> => {
    // No name and no address: Stripe's page asks for what it needs. Two customers of one buyer would do no harm.
    const { id } = await stripe.customers.create(
      { metadata: { personId: buyerId } },
      { idempotencyKey: `customer-${key}` },
    );
    return id;
  };
  const customerOf = async (buyerId: PersonId): Promise<string> =>
    (await customers.find(buyerId)) ?? customers.keep(buyerId, await create(buyerId, buyerId));

  const savedCardOf = async (customer: string): Promise<string | undefined> => {
    const { data } = await stripe.paymentMethods.list({ customer, type: 'card', limit: 1 });
    return data[0]?.id;
  };

  return {
    customerOf,
    knownCustomerOf: (buyerId) => customers.find(buyerId),
    async withCustomer(buyerId, work) {
      const customerId = await customerOf(buyerId);
      try {
        return await work(customerId);
      } catch (error) {
        if (!isUnknownCustomer(error)) throw error;
        await customers.replace(buyerId, customerId, await create(buyerId, `${buyerId}-${customerId}`));
        return work(await customerOf(buyerId));
      }
    },
    savedCardOf,
    async hasSavedCard(buyerId) {
      const remembered = known.get(buyerId);
      if (remembered !== undefined) return remembered;
      const customerId = await customers.find(buyerId);
      if (customerId === undefined) return false;
      const hasCard = (await savedCardOf(customerId)) !== undefined;
      known.set(buyerId, hasCard, { ttl: hasCard ? rememberedMs : absentMs });
      return hasCard;
    },
    async forget(buyerId) {
      known.delete(buyerId);
      const customerId = await customers.find(buyerId);
      if (customerId === undefined) return;
      await stripe.customers.del(customerId).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
      await customers.erase(buyerId);
    },
  };
}
