import t from 'tap';
import fc from 'fast-check';
import type { PaymentOutcome } from '#application/payment/payment-provider.ts';
import { outcomeAfter, silentPayment } from '#domain/order/payment-outcome.ts';
import { cardNumbers } from '#test/support/stripe-double/test-cards.ts';
import { openStripeStand, paymentId, requestOf, type StripeStand } from './stripe-stand.ts';

type Said = Parameters<typeof outcomeAfter>[1];

const acts = [
  'begin',
  'charge',
  'cancel',
  'pay',
  'decline',
  'authenticate',
  'fail-authentication',
  'pay-later',
  'bank-pays',
  'bank-refuses',
  'refund',
] as const;
type Act = (typeof acts)[number];

const history = fc.record({
  savedCard: fc.constantFrom(null, cardNumbers.good, cardNumbers.declinedLater, cardNumbers.asksAlways),
  cardOnPage: fc.constantFrom(cardNumbers.good, cardNumbers.insufficientFunds, cardNumbers.asksAlways),
  steps: fc.array(fc.record({ act: fc.constantFrom<Act>(...acts), laterMs: fc.nat(1500) }), {
    maxLength: 12,
  }),
});
type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

/** One payment over its whole life at the double; what the calls answered, and what the notices say. */
class Life {
  readonly answered: Said[] = [];
  readonly #stand: StripeStand;
  #refunds = 0;

  constructor(stand: StripeStand) {
    this.#stand = stand;
  }

  get outcome(): PaymentOutcome | null {
    return this.answered.reduce(outcomeAfter, silentPayment).outcome;
  }

  async act(act: Act, cardOnPage: string): Promise<void> {
    const { stripe, provider } = this.#stand;
    const page = [...stripe.books.sessions.values()].findLast(({ mode }) => mode === 'payment');
    switch (act) {
      case 'begin':
      case 'charge':
        this.#hear(await provider[act](requestOf()));
        return;
      case 'cancel': {
        const ref = this.outcome?.providerRef ?? undefined;
        if (ref !== undefined) await provider.cancel(ref);
        return;
      }
      case 'refund':
        return this.#refund();
      case 'bank-pays':
      case 'bank-refuses':
        if (
          page?.status === 'complete' &&
          page.payment_status === 'unpaid' &&
          !this.#isSettled(page.payment_intent)
        )
          stripe.settle(page.id, act === 'bank-pays');
        return;
      default:
        if (page?.url) await stripe.press(page.url, act, cardOnPage);
    }
  }

  #isSettled(intentId: string | null): boolean {
    return this.#stand.stripe.books.intents.get(intentId ?? '')?.status !== 'processing';
  }

  async #refund(): Promise<void> {
    const [charge] = this.#stand.stripe.charged(paymentId);
    if (charge === undefined || charge.refunded) return;
    this.#refunds += 1;
    const refundId = `refund-${String(this.#refunds).padStart(6, '0')}`;
    await this.#stand.provider.refund({ refundId, providerRef: charge.payment_intent, amountMinor: 1500 });
  }

  #hear(outcome: PaymentOutcome): void {
    this.answered.push({ kind: 'outcome', outcome, saidAtMs: this.#stand.clock.nowMs });
  }
}

async function live(stand: StripeStand, { savedCard, cardOnPage, steps }: History) {
  if (savedCard !== null) await stand.save(savedCard);
  const life = new Life(stand);
  for (const { act, laterMs } of steps) {
    stand.clock.nowMs += laterMs;
    await life.act(act, cardOnPage);
  }
  const { notices } = stand.stripe;
  const told = notices.take().flatMap((notice): Said[] => {
    const { body, signature } = notices.signed(notice);
    const read = stand.provider.readNotice(body, signature);
    return read === undefined ? [] : [read];
  });
  return { answered: life.answered, told };
}

const told = (said: readonly Said[]) => said.reduce(outcomeAfter, silentPayment);

t.test('lost, doubled and reordered notices and one look end where all of them in order end', async (t) => {
  // fast-check prints seed and path of a failure; FC_SEED repeats it.
  const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
  const stand = fc.asyncProperty(history, fc.infiniteStream(fc.nat()), async (lived, dice) => {
    const here = await openStripeStand(t);
    const { answered, told: said } = await live(here, lived);
    const money = here.stripe.charged(paymentId);
    if (money.length > 1) throw new Error('charged twice');
    const ref = told([...answered, ...said]).outcome?.providerRef;
    if (ref === undefined || ref === null) return;
    here.clock.nowMs += 5000;
    const outcome = await here.provider.look(paymentId, ref);
    await here.stripe.close();
    const looked: Said = { kind: 'outcome', outcome, saidAtMs: here.clock.nowMs };
    const whole = told([...answered, ...said, looked]);
    if (whole.outcome?.status !== outcome.status)
      throw new Error(`${whole.outcome?.status} and not ${outcome.status}`);
    if ((outcome.status === 'succeeded') !== (money.length === 1)) throw new Error('not what was taken');
    if (whole.refundedMinor !== (money[0]?.amount_refunded ?? 0)) throw new Error('not what went back');
    // What a call answered is written down before the next one; notices may do as they like.
    const roll = (): number => dice.next().value ?? 0;
    const heard = [...said, ...said.filter(() => roll() % 2 === 0)]
      .filter(() => roll() % 3 > 0)
      .map((word) => ({ word, place: roll() }))
      .sort((left, right) => left.place - right.place)
      .map(({ word }) => word);
    for (const order of [[...heard, ...answered, looked], [...answered, looked, ...heard], [looked]]) {
      const end = told(order).outcome;
      if (JSON.stringify(end) !== JSON.stringify(whole.outcome)) {
        throw new Error(`${JSON.stringify(end)} and not ${JSON.stringify(whole.outcome)}`);
      }
    }
  });
  await fc.assert(stand, { numRuns: 300, seed, verbose: 1 });
});
