import type { Stripe } from 'stripe';
import type { PaymentCustomers } from '#application/payment/payment-customers.ts';
import type { PaymentProvider } from '#application/payment/payment-provider.ts';
import type { PaymentId, PersonId } from '#domain/ids.ts';
import type { PaymentOutcome } from '#domain/order/payment-outcome.ts';
import type { PaymentSettings } from '../create-payment-provider.ts';
import { attemptsAt, hasGivenWay, idOf, outcomeOf, type Attempts } from './attempts.ts';
import { createBuyers } from './buyers.ts';
import { chargeSaved } from './charge.ts';
import { payOnPage } from './checkout.ts';
import { readNotice } from './read-notice.ts';
import { refundOnce } from './refund.ts';
import { openStripe } from './stripe-client.ts';
import { asking, isOver, isUnknownCustomer } from './stripe-faults.ts';

/**
 * Payment over Stripe: pages of Checkout for buyers who are there, off-session charges of a saved card for winners.
 * References are Stripe's ids: `cs_…` of a page, `pi_…` of a charge or of what was paid; every method takes both.
 */
export function createStripeProvider(deps: {
  readonly settings: PaymentSettings;
  readonly customers: PaymentCustomers;
  readonly nowMs: () => number;
}): PaymentProvider {
  const { settings, customers, nowMs } = deps;
  const stripe = openStripe(settings);
  const buyers = createBuyers(stripe, customers);
  const secrets = settings.stripeWebhookSecrets;
  return {
    name: 'stripe',
    savesMethods: true,
    begin: (request) =>
      asking(() => buyers.withCustomer(request.buyerId, (customer) => payOnPage(stripe, customer, request))),
    charge: (request) =>
      asking(async () => {
        const customer = await buyers.knownCustomerOf(request.buyerId);
        return customer === undefined
          ? noMethod
          : chargeSaved(stripe, customer, request, buyers.savedCardOf).catch(withoutCustomer);
      }),
    saveMethod: (buyerId, returnUrl) =>
      asking(() =>
        buyers.withCustomer(buyerId, (customer) => savePage(stripe, { customer, buyerId, returnUrl })),
      ),
    hasSavedMethod: (buyerId) =>
      asking(() =>
        buyers.hasSavedCard(buyerId).catch((error: unknown) => {
          if (isUnknownCustomer(error)) return false;
          throw error;
        }),
      ),
    look: (paymentId, providerRef) => asking(() => look(stripe, paymentId, providerRef)),
    refund: (wish) => asking(() => refundOnce(stripe, wish)),
    cancel: (providerRef) => asking(() => giveUp(stripe, providerRef)),
    readNotice: (rawBody, signature) => readNotice({ stripe, secrets, nowMs }, rawBody, signature),
    forgetBuyer: (buyerId) => asking(() => buyers.forget(buyerId)),
  };
}

const noMethod: PaymentOutcome = { status: 'failed', providerRef: null, declineCode: 'no-saved-method' };

/** Whoever Stripe does not know has saved nothing there. */
function withoutCustomer(error: unknown): PaymentOutcome {
  if (isUnknownCustomer(error)) return noMethod;
  throw error;
}

async function savePage(
  stripe: Stripe,
  wish: { readonly customer: string; readonly buyerId: PersonId; readonly returnUrl: string },
): Promise<{ readonly url: string }> {
  const { url } = await stripe.checkout.sessions.create({
    mode: 'setup',
    customer: wish.customer,
    // What is saved here is charged at once after a win, which only cards can be.
    allowed_payment_method_types: ['card'],
    metadata: { personId: wish.buyerId },
    success_url: wish.returnUrl,
    cancel_url: wish.returnUrl,
  });
  if (url === null) throw new Error('Stripe opened a page without an address');
  return { url };
}

async function look(stripe: Stripe, paymentId: PaymentId, providerRef: string): Promise<PaymentOutcome> {
  const { customer, itself } = await readRef(stripe, providerRef);
  const customerId = idOf(customer);
  const others = customerId === undefined ? nothing : attemptsAt(stripe, customerId, paymentId);
  const { intents, sessions } = await Promise.resolve(others).catch((error: unknown) => {
    // The buyer was erased since; what he paid is still there.
    if (isUnknownCustomer(error)) return nothing;
    throw error;
  });
  const all = { intents: [...intents, ...itself.intents], sessions: [...sessions, ...itself.sessions] };
  return outcomeOf(all) ?? { status: 'pending', providerRef };
}

const nothing: Attempts = { intents: [], sessions: [] };

/** What a reference names, as an attempt by itself. */
async function readRef(stripe: Stripe, providerRef: string) {
  if (!providerRef.startsWith('cs_')) {
    const intent = await stripe.paymentIntents.retrieve(providerRef);
    return { customer: intent.customer, itself: { intents: [intent], sessions: [] } };
  }
  const session = await stripe.checkout.sessions.retrieve(providerRef, { expand: ['payment_intent'] });
  const { customer, payment_intent: intent } = session;
  const intents = typeof intent === 'object' && intent !== null ? [intent] : [];
  return { customer, itself: { intents, sessions: hasGivenWay(session) ? [] : [session] } };
}

/** What is over cannot be given up, and need not be. */
async function giveUp(stripe: Stripe, providerRef: string): Promise<void> {
  try {
    if (providerRef.startsWith('cs_')) await stripe.checkout.sessions.expire(providerRef);
    else await stripe.paymentIntents.cancel(providerRef, { cancellation_reason: 'abandoned' });
  } catch (error) {
    if (!isOver(error)) throw error;
  }
}
