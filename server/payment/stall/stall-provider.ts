import type { PaymentProvider } from '#application/payment/payment-provider.ts';

/**
 * Buyers pay at the stall: nothing goes over the net, nothing is charged by itself. A payment stays pending until the
 * shop notes the money (`note-stall-payment`, the till); refunds are handed out there and stand in the order's events.
 */
export function createStallProvider(): PaymentProvider {
  return {
    name: 'stall',
    savesMethods: false,
    begin: async ({ paymentId }) => ({ status: 'pending', providerRef: `stall-${paymentId}` }),
    charge: async () => ({ status: 'failed', providerRef: null, declineCode: 'no-saved-method' }),
    saveMethod: async () => undefined,
    hasSavedMethod: async () => false,
    look: async (_paymentId, providerRef) => ({ status: 'pending', providerRef }),
    refund: async () => undefined,
    cancel: async () => undefined,
    readNotice: () => undefined,
    forgetBuyer: async () => undefined,
  };
}
