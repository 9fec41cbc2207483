import { invalid, wrongState } from './api-error.ts';
import type { Books, Intent, Method, Session } from './books.ts';
import { itemsOf, metadataOf, partOf, textOf, type Params } from './form-body.ts';
import { addIntent, cancelIntent, checkAmount, fail, succeed } from './intents.ts';
import { behaviourOf } from './test-cards.ts';

export function addSession(books: Books, params: Params, origin: string): Session {
  const mode = textOf(params, 'mode') ?? 'payment';
  if (mode !== 'payment' && mode !== 'setup') throw invalid('Invalid mode', { param: 'mode' });
  const successUrl = textOf(params, 'success_url');
  if (successUrl === undefined || !URL.canParse(successUrl)) {
    throw invalid('Not a valid URL', { code: 'url_invalid', param: 'success_url' });
  }
  const lines = itemsOf(params, 'line_items').map((item) => lineOf(item));
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  if (mode === 'payment') checkAmount(total);
  const id = books.id('cs_test');
  const intentData = partOf(params, 'payment_intent_data');
  books.pageTerms.set(id, {
    metadata: metadataOf(intentData),
    setupFutureUsage: textOf(intentData, 'setup_future_usage') ?? null,
    titles: lines.map(({ title }) => title),
  });
  return books.add<Session>(books.sessions, {
    id,
    object: 'checkout.session',
    created: books.nowSeconds(),
    mode,
    customer: books.knownCustomer(textOf(params, 'customer')),
    client_reference_id: textOf(params, 'client_reference_id') ?? null,
    amount_total: mode === 'payment' ? total : null,
    currency: lines[0]?.currency ?? null,
    success_url: successUrl,
    cancel_url: textOf(params, 'cancel_url') ?? null,
    metadata: metadataOf(params),
    url: `${origin}/c/pay/${id}`,
    status: 'open',
    payment_status: mode === 'setup' ? 'no_payment_required' : 'unpaid',
    payment_intent: null,
    setup_intent: null,
  });
}

function lineOf(item: Params): { amount: number; currency: string; title: string } {
  const price = partOf(item, 'price_data');
  const title = textOf(partOf(price, 'product_data'), 'name') ?? '';
  const amount = Number(textOf(price, 'unit_amount')) * Number(textOf(item, 'quantity') ?? 1);
  if (title === '') throw invalid('You passed an empty string', { param: 'line_items' });
  if (!Number.isInteger(amount) || amount < 0) throw invalid('Invalid integer', { param: 'line_items' });
  return { amount, currency: textOf(price, 'currency') ?? '', title };
}

export function expireSession(books: Books, session: Session): Session {
  if (session.status !== 'open') {
    throw wrongState(`Only Checkout Sessions with a status in ["open"] can be expired.`);
  }
  session.status = 'expired';
  session.url = null;
  const intent = session.payment_intent === null ? undefined : books.intents.get(session.payment_intent);
  if (intent !== undefined) cancelIntent(books, intent, 'automatic');
  books.tell('checkout.session.expired', session);
  return session;
}

/** What the buyer meets after he pressed the button. */
export type PageStep = 'done' | 'declined' | 'authenticate' | 'over';

/** The buyer enters a card and presses the button. */
export function enterCard(books: Books, session: Session, number: string): PageStep {
  if (session.status !== 'open') return 'over';
  const card = behaviourOf(number);
  if (session.mode === 'setup') {
    if (card.declinesSaving) return 'declined';
    if (card.asksOnPage) return remember(books, session, number, 'authenticate');
    return complete(books, session, number);
  }
  const intent = intentOf(books, session);
  if (card.asksOnPage) {
    intent.status = 'requires_action';
    books.tell('payment_intent.requires_action', intent);
    return remember(books, session, number, 'authenticate');
  }
  if (card.declines !== null) {
    fail(books, intent, card.declines);
    return 'declined';
  }
  return complete(books, session, number);
}

/** He answers his bank's question. */
export function authenticate(books: Books, session: Session, isHim: boolean): PageStep {
  const number = books.cardNumbers.get(session.id);
  if (session.status !== 'open' || number === undefined) return 'over';
  if (isHim) return complete(books, session, number);
  if (session.mode === 'payment') {
    const code = 'payment_intent_authentication_failure';
    fail(books, intentOf(books, session), { code, decline_code: code });
  }
  return 'declined';
}

/** A method that takes days: done on the page, not yet paid. */
export function payLater(books: Books, session: Session): PageStep {
  if (session.status !== 'open') return 'over';
  const intent = intentOf(books, session);
  intent.status = 'processing';
  books.tell('payment_intent.processing', intent);
  close(books, session);
  return 'done';
}

export function settle(books: Books, session: Session, isPaid: boolean): void {
  const intent = intentOf(books, session);
  if (isPaid) {
    succeed(books, intent, null);
    session.payment_status = 'paid';
    books.tell('checkout.session.async_payment_succeeded', session);
    return;
  }
  fail(books, intent, { code: 'payment_intent_payment_attempt_failed', decline_code: 'insufficient_funds' });
  books.tell('checkout.session.async_payment_failed', session);
}

function remember(books: Books, session: Session, number: string, step: PageStep): PageStep {
  books.cardNumbers.set(session.id, number);
  return step;
}

/** A page has no intent before its buyer first presses the button. */
function intentOf(books: Books, session: Session): Intent {
  const known = session.payment_intent === null ? undefined : books.intents.get(session.payment_intent);
  if (known !== undefined) return known;
  const terms = books.pageTerms.get(session.id);
  const intent = addIntent(books, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? '',
    customer: session.customer,
    metadata: terms?.metadata ?? {},
    setupFutureUsage: terms?.setupFutureUsage ?? null,
  });
  session.payment_intent = intent.id;
  return intent;
}

function complete(books: Books, session: Session, number: string): PageStep {
  const keeps =
    session.mode === 'setup' || books.pageTerms.get(session.id)?.setupFutureUsage === 'off_session';
  const method = addCard(books, number, keeps ? session.customer : null);
  if (session.mode === 'payment') {
    succeed(books, intentOf(books, session), method.id);
    session.payment_status = 'paid';
  } else {
    session.setup_intent = books.id('seti');
    books.tell('setup_intent.succeeded', { id: session.setup_intent, object: 'setup_intent' });
  }
  close(books, session);
  return 'done';
}

function close(books: Books, session: Session): void {
  session.status = 'complete';
  session.url = null;
  books.tell('checkout.session.completed', session);
}

export function addCard(books: Books, number: string, customer: string | null): Method {
  const method = books.add<Method>(books.methods, {
    id: books.id('pm'),
    object: 'payment_method',
    type: 'card',
    created: books.nowSeconds(),
    card: { brand: 'visa', last4: number.slice(-4) },
    customer,
  });
  books.cardNumbers.set(method.id, number);
  if (customer !== null) books.tell('payment_method.attached', method);
  return method;
}
