import { Type } from 'typebox';
import type { PaymentProvider } from '#application/payment/payment-provider.ts';
import type { PaymentMethodView, SaveMethodPage } from '#protocol/buyer-views.ts';
import { Refusal } from '#protocol/errors.ts';
import { ShowIdSchema } from '#protocol/ids.ts';
import type { ServerAddresses } from '#protocol/views.ts';
import { principalOf } from '../access.ts';
import { shut, type RouteApp } from './route-app.ts';

const Wish = Type.Object(
  { showId: Type.Optional(ShowIdSchema) },
  { ...shut, description: 'The show to come back to; without one, to the account.' },
);

/** Every page is made at the provider; nobody needs more than a few. */
const pagesPerMinute = 10;

const tags = ['Payment'];

interface Deps {
  readonly payment: Pick<PaymentProvider, 'savesMethods' | 'saveMethod' | 'hasSavedMethod'>;
  readonly addresses: () => ServerAddresses;
}

/** The way to pay that is charged for one's wins: whether one is kept, and the provider's page to save one on. */
export function registerPaymentMethodRoutes(app: RouteApp, { payment, addresses }: Deps): void {
  app.get(
    '/api/me/payment-method',
    {
      config: { access: 'signed-in' },
      schema: { tags, summary: 'Whether a way to pay can be kept, and is' },
    },
    async (request, reply): Promise<PaymentMethodView> => {
      void reply.header('cache-control', 'no-store');
      if (!payment.savesMethods) return { canBeSaved: false, isSaved: false };
      return { canBeSaved: true, isSaved: await payment.hasSavedMethod(principalOf(request).personId) };
    },
  );
  app.post(
    '/api/me/payment-method',
    {
      config: { access: 'signed-in', rateLimit: { max: pagesPerMinute, timeWindow: 60_000 } },
      schema: {
        tags,
        summary: "The provider's page where a way to pay is saved, without paying",
        description: '`payment-method-unavailable` where the shop is paid at the stall only.',
        body: Wish,
      },
    },
    async (request, reply): Promise<SaveMethodPage> => {
      const { showId } = request.body;
      // An origin that is said was found to be ours; programs, which say none, come back to the first of ours.
      const origin = request.headers.origin ?? addresses().origins[0] ?? '';
      const returnUrl = `${origin}${showId === undefined ? '/account' : `/watch/${showId}`}`;
      const page = await payment.saveMethod(principalOf(request).personId, returnUrl);
      if (page === undefined) throw new Refusal('payment-method-unavailable');
      void reply.header('cache-control', 'no-store');
      return { url: page.url };
    },
  );
}
