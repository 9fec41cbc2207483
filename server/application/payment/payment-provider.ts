import type { OrderId, PaymentId, PersonId } from '#domain/ids.ts';
import type { PaymentNotice, PaymentOutcome } from '#domain/order/payment-outcome.ts';

export type { PaymentNotice, PaymentOutcome } from '#domain/order/payment-outcome.ts';

/** Integer minor units and an ISO 4217 code. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/** What is to be paid. `paymentId` is ours and stays the same over retries: it is the provider's idempotency key. */
export interface PaymentRequest extends Money {
  readonly paymentId: PaymentId;
  readonly orderId: OrderId;
  readonly buyerId: PersonId;
  /** For the provider's page and receipts; no personal data. */
  readonly lines: readonly { readonly title: string; readonly amountMinor: number }[];
  /** Where the provider sends the browser back to; an address of ours without secrets. */
  readonly returnUrl: string;
  /** The buyer agreed that the method he pays with is kept and charged when he wins. */
  readonly savesMethod?: boolean;
}

/**
 * Whoever takes the money. Every call may be repeated with the same ids without charging twice. Throws for faults of
 * the line or the provider (the caller tries again; `payment-unavailable` where that is worth it soon); a decline is an
 * outcome. Adapters: at the stall (nothing to do over the net), Stripe.
 */
export interface PaymentProvider {
  readonly name: 'stall' | 'stripe';
  /** Whether a buyer can keep a method here that is charged when he wins. */
  readonly savesMethods: boolean;
  /** Starts a payment that the buyer completes on the provider's page; goes on with the one that was begun already. */
  begin(request: PaymentRequest): Promise<PaymentOutcome>;
  /** Charges the buyer's saved method at once; `failed` with `no-saved-method` where there is none. */
  charge(request: PaymentRequest): Promise<PaymentOutcome>;
  /** A page where the buyer saves a method without paying; undefined where that is not possible. */
  saveMethod(buyerId: PersonId, returnUrl: string): Promise<{ readonly url: string } | undefined>;
  hasSavedMethod(buyerId: PersonId): Promise<boolean>;
  /** Asks the provider, for notices that never came. */
  look(paymentId: PaymentId, providerRef: string): Promise<PaymentOutcome>;
  /** `refundId` is ours and the idempotency key. Throws `Refusal` (`refund-refused`) where the provider refuses. */
  refund(request: {
    readonly refundId: string;
    readonly providerRef: string;
    readonly amountMinor: number;
  }): Promise<void>;
  /** Gives a pending payment up, so that a late success cannot surprise anybody; harmless when it is over. */
  cancel(providerRef: string): Promise<void>;
  /**
   * Checks the signature of a raw body (RFC-less, the provider's own scheme) and reads it; undefined: none of ours.
   * Throws `Refusal` with `notice-signature-invalid` or `notice-too-old`.
   */
  readNotice(rawBody: Uint8Array, signature: string): PaymentNotice | undefined;
  /** Forgets the buyer and his methods there; what was paid stays in the provider's books. */
  forgetBuyer(buyerId: PersonId): Promise<void>;
}
