import type { PaymentNotice, PaymentProvider } from '#application/payment/payment-provider.ts';
import { Refusal } from '#protocol/errors.ts';
import { answers, type RouteApp } from './route-app.ts';

/** Stripe's events hold one object each; the largest that we ask for stay under 30 kB. */
const noticeBytes = 262_144;

/** Others are answered and forgotten. */
const eventsWanted = ['checkout.session.*', 'payment_intent.*', 'charge.refunded'];

interface Deps {
  readonly payment: Pick<PaymentProvider, 'name' | 'readNotice'>;
  /** Resolves once what the notice says is durable, or was known already. */
  readonly onPaymentNotice: (notice: PaymentNotice) => Promise<void>;
}

/**
 * Where payment providers tell what became of payments. Open to everybody, believed only where it is signed. A success
 * is answered when the notice is durable and not before: what is answered otherwise comes again.
 */
export async function registerPaymentNoticeRoutes(
  app: RouteApp,
  { payment, onPaymentNotice }: Deps,
): Promise<void> {
  await app.register(async (scope: RouteApp) => {
    // The signature is of the bytes as they came, whatever they call themselves.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post(
      '/api/payment-notices/stripe',
      {
        config: { access: 'public' },
        bodyLimit: noticeBytes,
        schema: {
          tags: ['Payment'],
          summary: "Takes Stripe's notices, signed in `stripe-signature`; 404 where payment is at the stall",
          description: `Set up as a webhook endpoint with the events ${eventsWanted.join(', ')}.`,
          consumes: ['application/json'],
          response: { 204: answers('Taken for good, or nothing that concerns this shop.') },
        },
      },
      async (request, reply) => {
        if (payment.name !== 'stripe') throw new Refusal('method-unknown');
        const signature = request.headers['stripe-signature'];
        if (typeof signature !== 'string' || !(request.body instanceof Uint8Array)) {
          throw new Refusal('notice-signature-invalid');
        }
        const notice = payment.readNotice(request.body, signature);
        if (notice !== undefined) {
          await onPaymentNotice(notice);
          const { noticeId, paymentId, orderId, kind } = notice;
          request.log.info({ noticeId, paymentId, orderId, kind }, 'payment notice taken');
        }
        return reply.code(204).send();
      },
    );
  });
}
