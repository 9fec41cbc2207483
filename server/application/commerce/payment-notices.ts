import type { CommandId } from '#domain/ids.ts';
import { paymentOf, type PresentOrder } from '#domain/order/order.ts';
import { errorTable, Refusal } from '#protocol/errors.ts';
import type { Application, Command } from '../application.ts';
import type { IdSource } from '../ports.ts';
import type { PaymentNotice } from '../payment/payment-provider.ts';
import { systemPrincipal } from '../system-principal.ts';
import { noteOf } from './payment-desk.ts';

export interface PaymentNoticesDeps {
  readonly application: Pick<Application, 'execute' | 'read' | 'streams'>;
  readonly ids: IdSource;
}

/**
 * Writes a provider's notice into its order. Resolves once that is durable, or nothing is to be written (it came before,
 * or is of no order of ours); refuses what the provider should send again.
 */
export async function takePaymentNotice(deps: PaymentNoticesDeps, notice: PaymentNotice): Promise<void> {
  const { application } = deps;
  const { orderId, paymentId } = notice;
  if (notice.kind === 'outcome') return execute(deps, noteOf(orderId, paymentId, notice.outcome));
  const { state } = await application.read(application.streams.order(orderId));
  if (state.status === 'absent' || !isAllBack(state, notice)) return;
  for (const refund of state.refunds) {
    if (refund.paymentId !== paymentId || refund.status !== 'started') continue;
    await execute(deps, { type: 'note-refund', orderId, refundId: refund.refundId, ...done });
  }
}

const done = { status: 'done', declineCode: null } as const;

/**
 * The provider says how much went back in all: only when that is all we began with him do we know that each came
 * through. What the shop handed back itself he knows nothing of.
 */
const isAllBack = (
  order: PresentOrder,
  { paymentId, refundedMinor }: Extract<PaymentNotice, { readonly kind: 'refunded' }>,
): boolean => {
  const byHand = order.refunds.filter((refund) => refund.paymentId === paymentId && refund.isByHand);
  const byHandMinor = byHand.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return refundedMinor >= (paymentOf(order, paymentId)?.refundedMinor ?? Infinity) - byHandMinor;
};

async function execute({ application, ids }: PaymentNoticesDeps, command: Command): Promise<void> {
  const commandId = ids.next() as CommandId;
  const outcome = await application.execute({ command, commandId, principal: systemPrincipal });
  if (outcome.outcome === 'accepted') return;
  const { code } = outcome.rejection;
  if (errorTable[code].temporary) throw new Refusal('payment-unavailable');
}
