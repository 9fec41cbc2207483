import type { PersonId } from '#domain/ids.ts';

/**
 * Who is who at the payment provider: a person of ours and the provider's id for him. It is kept here because the
 * provider's own search finds a new customer only after up to a minute, and a buyer may win sooner. Ids of the provider
 * are personal data (they lead to a name in his books), so they stand apart from the log and can be erased.
 */
export interface PaymentCustomers {
  find(personId: PersonId): Promise<string | undefined>;
  /** The first one stands, whoever else comes at the same time; answers the one that stands. */
  keep(personId: PersonId, customerId: string): Promise<string>;
  /** Only where it is still this one. */
  replace(personId: PersonId, previousId: string, customerId: string): Promise<void>;
  erase(personId: PersonId): Promise<void>;
}
