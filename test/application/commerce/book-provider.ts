import type {
  PaymentOutcome,
  PaymentProvider,
  PaymentRequest,
} from '#application/payment/payment-provider.ts';
import type { PersonId } from '#domain/ids.ts';

/** A provider in memory that does what the test says, and keeps books as a real one: one payment per payment id. */
export class BookProvider implements PaymentProvider {
  readonly name = 'stripe';
  readonly savesMethods = true;
  readonly requests: PaymentRequest[] = [];
  readonly charged = new Map<string, PaymentRequest>();
  readonly refunds = new Map<string, number>();
  readonly cancelled: string[] = [];
  readonly withMethod = new Set<PersonId>();
  /** What a charge comes to; throws where the line is down. */
  onCharge: (request: PaymentRequest) => PaymentOutcome = ({ paymentId }) => ({
    status: 'succeeded',
    providerRef: `ref-${paymentId}`,
  });
  onBegin: (request: PaymentRequest) => PaymentOutcome = ({ paymentId }) => ({
    status: 'action-required',
    providerRef: `ref-${paymentId}`,
    url: `https://provider.example/${paymentId}`,
  });
  onLook: (providerRef: string) => PaymentOutcome = (providerRef) => ({ status: 'pending', providerRef });
  onRefund: () => void = () => undefined;

  async begin(request: PaymentRequest): Promise<PaymentOutcome> {
    this.requests.push(request);
    return this.onBegin(request);
  }

  async charge(request: PaymentRequest): Promise<PaymentOutcome> {
    this.requests.push(request);
    const outcome = this.onCharge(request);
    if (outcome.status === 'succeeded') this.charged.set(request.paymentId, request);
    return outcome;
  }

  async saveMethod(): Promise<undefined> {
    return undefined;
  }

  async hasSavedMethod(buyerId: PersonId): Promise<boolean> {
    return this.withMethod.has(buyerId);
  }

  async look(_paymentId: string, providerRef: string): Promise<PaymentOutcome> {
    return this.onLook(providerRef);
  }

  async refund(request: { readonly refundId: string; readonly amountMinor: number }): Promise<void> {
    this.onRefund();
    this.refunds.set(request.refundId, request.amountMinor);
  }

  async cancel(providerRef: string): Promise<void> {
    this.cancelled.push(providerRef);
  }

  readNotice(): undefined {
    return undefined;
  }

  async forgetBuyer(): Promise<void> {
    return undefined;
  }
}
