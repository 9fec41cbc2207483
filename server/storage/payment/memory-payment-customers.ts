import type { PaymentCustomers } from '#application/payment/payment-customers.ts';
import type { PersonId } from '#domain/ids.ts';

/** Forgets everything when the process ends; for tests. */
export function createMemoryPaymentCustomers(): PaymentCustomers {
  const customers = new Map<PersonId, string>();
  return {
    find: async (personId) => customers.get(personId),
    async keep(personId, customerId) {
      const known = customers.get(personId) ?? customerId;
      customers.set(personId, known);
      return known;
    },
    async replace(personId, previousId, customerId) {
      if (customers.get(personId) === previousId) customers.set(personId, customerId);
    },
    async erase(personId) {
      customers.delete(personId);
    },
  };
}
