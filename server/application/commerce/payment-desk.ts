import { LRUCache } from 'lru-cache';
import type { OrderId, PaymentId } from '#domain/ids.ts';
import {
  isUnderWay,
  lineOf,
  mayComeThroughUntilMs,
  openPayments,
  paymentOf,
  type Payment,
  type PresentOrder,
  type Refund,
} from '#domain/order/order.ts';
import { Refusal } from '#protocol/errors.ts';
import type { Application, Command } from '../application.ts';
import type { IdSource } from '../ports.ts';
import type { PaymentOutcome, PaymentProvider, PaymentRequest } from '../payment/payment-provider.ts';
import { systemPrincipal } from '../system-principal.ts';
import type { CommandId } from '#domain/ids.ts';

export interface PaymentDeskDeps {
  readonly application: Pick<Application, 'execute' | 'read' | 'streams' | 'nowMs'>;
  readonly payment: PaymentProvider;
  readonly ids: IdSource;
  /** Where people reach this shop, without a slash at the end. */
  readonly origin: () => Promise<string>;
}

/** A provider whose notices do not come is asked so long after it was heard of last. */
const lookAfterMs = 30_000;
/** Given up payments that are known to be over; one that is forgotten is only asked about once more. */
const rememberedOver = 10_000;

type RefundAnswer = Pick<Extract<Command, { readonly type: 'note-refund' }>, 'status' | 'declineCode'>;

const given: RefundAnswer = { status: 'done', declineCode: null };

/**
 * Does with the provider what an order's payments and refunds are waiting for, and takes down what comes of it. All of
 * it is derived from the order, and our ids are the provider's idempotency keys: so it may be done again at any time,
 * by any server.
 */
export class PaymentDesk {
  readonly #deps: PaymentDeskDeps;
  /** When a payment was asked about last, by this process. */
  readonly #lookedAtMs = new Map<PaymentId, number>();
  readonly #over = new LRUCache<PaymentId, true>({ max: rememberedOver });

  constructor(deps: PaymentDeskDeps) {
    this.#deps = deps;
  }

  /** One look at an order. Answers whether something of it stays open. Throws for faults of provider and store. */
  async attend(orderId: OrderId): Promise<boolean> {
    const order = await this.#read(orderId);
    if (!order) return false;
    const works = [
      ...openPayments(order)
        .filter(({ method }) => method === 'stripe')
        .map((payment) => () => this.#advance(order, payment)),
      ...this.#givenUp(order).map((payment) => () => this.#close(order, payment)),
      ...order.refunds
        .filter(({ status }) => status === 'started')
        .map((refund) => () => this.#refund(order, refund)),
    ];
    await oneByOne(works);
    const after = await this.#read(orderId);
    return after !== undefined && (isWaiting(after) || this.#givenUp(after).length > 0);
  }

  /** Those that the buyer may have completed before, or while, they were given up. */
  #givenUp({ payments }: PresentOrder): readonly Payment[] {
    const nowMs = this.#deps.application.nowMs();
    return payments.filter(
      (payment) => mayComeThroughUntilMs(payment) > nowMs && !this.#over.has(payment.paymentId),
    );
  }

  /** So that the buyer cannot complete it any more; what he paid before is taken down, and so used or given back. */
  async #close({ orderId }: PresentOrder, { paymentId, providerRef }: Payment): Promise<void> {
    const { payment: provider } = this.#deps;
    if (providerRef === null) return;
    await provider.cancel(providerRef);
    const outcome = await provider.look(paymentId, providerRef);
    if (outcome.status === 'succeeded') await this.#note(orderId, paymentId, outcome);
    if (outcome.status !== 'succeeded' && outcome.status !== 'failed') return;
    this.#lookedAtMs.delete(paymentId);
    this.#over.set(paymentId, true);
  }

  async #read(orderId: OrderId): Promise<PresentOrder | undefined> {
    const { application } = this.#deps;
    const { state } = await application.read(application.streams.order(orderId));
    return state.status === 'absent' ? undefined : state;
  }

  async #advance(order: PresentOrder, payment: Payment): Promise<void> {
    const outcome = await this.#ask(order, payment);
    if (outcome !== undefined) await this.#note(order.orderId, payment.paymentId, outcome);
  }

  async #ask(order: PresentOrder, payment: Payment): Promise<PaymentOutcome | undefined> {
    const { payment: provider } = this.#deps;
    const { paymentId, providerRef, status, mode } = payment;
    if (status === 'started' || providerRef === null) {
      const request = await this.#requestFor(order, payment);
      this.#lookedAtMs.set(paymentId, this.#deps.application.nowMs());
      return mode === 'charge' ? provider.charge(request) : provider.begin(request);
    }
    if (!this.#isTimeToLook(paymentId)) return undefined;
    return provider.look(paymentId, providerRef);
  }

  #isTimeToLook(paymentId: PaymentId): boolean {
    const nowMs = this.#deps.application.nowMs();
    const isTime = nowMs - (this.#lookedAtMs.get(paymentId) ?? 0) >= lookAfterMs;
    if (isTime) this.#lookedAtMs.set(paymentId, nowMs);
    return isTime;
  }

  async #requestFor(order: PresentOrder, payment: Payment): Promise<PaymentRequest> {
    const { orderId, currency, showId, buyerId } = order;
    const { paymentId, amountMinor, lineIds, shippingMinor } = payment;
    if (buyerId === null) throw new Error('an order of a till is not paid over the net');
    const lines = lineIds.flatMap((lineId) => {
      const line = lineOf(order, lineId);
      return line ? [{ title: line.title, amountMinor: line.amountMinor }] : [];
    });
    const shipping = shippingMinor > 0 ? [{ title: 'Shipping', amountMinor: shippingMinor }] : [];
    const returnUrl = `${await this.#deps.origin()}${returnPathOf(orderId, showId)}`;
    const sum = { amountMinor, currency, lines: [...lines, ...shipping] };
    const consent = payment.savesMethod === true ? { savesMethod: true } : {};
    return { paymentId, orderId, buyerId, ...sum, returnUrl, ...consent };
  }

  async #note(orderId: OrderId, paymentId: PaymentId, outcome: PaymentOutcome): Promise<void> {
    await this.#execute(noteOf(orderId, paymentId, outcome));
    const order = await this.#read(orderId);
    const status = order && paymentOf(order, paymentId)?.status;
    const isOpen = outcome.status === 'action-required' || outcome.status === 'pending';
    // Given up while the provider was asked: what he opened is closed again.
    if (status === 'cancelled' && isOpen) await this.#deps.payment.cancel(outcome.providerRef);
    if (!isOpen) this.#lookedAtMs.delete(paymentId);
  }

  async #refund(order: PresentOrder, { refundId, paymentId, amountMinor }: Refund): Promise<void> {
    const providerRef = paymentOf(order, paymentId)?.providerRef ?? null;
    const answer = await this.#giveBack(refundId, providerRef, amountMinor);
    await this.#execute({ type: 'note-refund', orderId: order.orderId, refundId, ...answer });
  }

  async #giveBack(refundId: string, providerRef: string | null, amountMinor: number): Promise<RefundAnswer> {
    if (providerRef === null) return given;
    try {
      await this.#deps.payment.refund({ refundId, providerRef, amountMinor });
      return given;
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'refund-refused') throw error;
      const reason = error.details?.['reason'];
      return { status: 'failed', declineCode: typeof reason === 'string' ? reason : null };
    }
  }

  /** Under a fresh id: a payment may rightly come to the same status twice, and what changes nothing is refused. */
  async #execute(command: Command): Promise<void> {
    const { application, ids } = this.#deps;
    const commandId = ids.next() as CommandId;
    const outcome = await application.execute({ command, commandId, principal: systemPrincipal });
    if (outcome.outcome === 'rejected' && outcome.rejection.code !== 'order-unchanged') {
      throw new Refusal(outcome.rejection.code, outcome.rejection.details);
    }
  }
}

/** One that fails does not keep the others waiting; then rejects with the first fault. */
async function oneByOne(works: readonly (() => Promise<void>)[]): Promise<void> {
  const faults: unknown[] = [];
  for (const work of works) await work().catch((error: unknown) => faults.push(error));
  if (faults.length > 0) throw faults[0];
}

/** The command that takes a provider's word down. */
export const noteOf = (orderId: OrderId, paymentId: PaymentId, outcome: PaymentOutcome): Command => ({
  type: 'note-payment',
  orderId,
  paymentId,
  status: outcome.status,
  providerRef: outcome.providerRef,
  url: outcome.status === 'action-required' ? outcome.url : null,
  declineCode: outcome.status === 'failed' ? outcome.declineCode : null,
});

/** Something that only the provider can bring on. */
export const isWaiting = (order: PresentOrder): boolean =>
  openPayments(order).some((payment) => payment.method === 'stripe' || isUnderWay(payment)) ||
  order.refunds.some(({ status }) => status === 'started');

/** The page of ours that shows the order: where it was bought. */
export const returnPathOf = (orderId: OrderId, showId: string | null): string =>
  showId === null ? '/' : `/watch/${showId}?order=${orderId}`;
