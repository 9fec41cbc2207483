import { invalid, missing } from './api-error.ts';
import type { Books, Customer, Method } from './books.ts';
import { metadataOf, partOf, textOf, type Params } from './form-body.ts';
import { addIntent, cancelIntent, confirmOffSession } from './intents.ts';
import { addRefund } from './refunds.ts';
import { addSession, expireSession } from './sessions.ts';

export interface Call {
  readonly books: Books;
  readonly params: Params;
  /** From the path; '' where it has none. */
  readonly id: string;
  readonly origin: string;
}

interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `:id` stands for the one variable part. */
  readonly path: string;
  /** Parameters of this endpoint that the double knows; others are refused as Stripe refuses unknown ones. */
  readonly params: readonly string[];
  run(call: Call): object;
}

const listed = ['customer', 'limit', 'expand'];

/** The endpoints of the API that the double has. */
const routes: readonly Route[] = [
  { method: 'POST', path: '/v1/customers', params: ['metadata'], run: addCustomer },
  { method: 'GET', path: '/v1/customers/:id', params: [], run: ({ books, id }) => customer(books, id) },
  { method: 'DELETE', path: '/v1/customers/:id', params: [], run: removeCustomer },
  { method: 'GET', path: '/v1/payment_methods', params: [...listed, 'type'], run: methodsOf },
  {
    method: 'POST',
    path: '/v1/payment_intents',
    params: ['amount', 'currency', 'customer', 'allowed_payment_method_types', 'description', 'metadata'],
    run: ({ books, params }) =>
      addIntent(books, {
        amount: Number(textOf(params, 'amount')),
        currency: textOf(params, 'currency') ?? '',
        customer: books.knownCustomer(textOf(params, 'customer')),
        metadata: metadataOf(params),
        setupFutureUsage: null,
      }),
  },
  {
    method: 'GET',
    path: '/v1/payment_intents',
    params: listed,
    run: (call) => list(call, call.books.intents),
  },
  { method: 'GET', path: '/v1/payment_intents/:id', params: [], run: (call) => intent(call) },
  {
    method: 'POST',
    path: '/v1/payment_intents/:id/confirm',
    params: ['payment_method', 'off_session'],
    run: (call) => confirmOffSession(call.books, intent(call), textOf(call.params, 'payment_method') ?? ''),
  },
  {
    method: 'POST',
    path: '/v1/payment_intents/:id/cancel',
    params: ['cancellation_reason'],
    run: (call) => cancelIntent(call.books, intent(call), textOf(call.params, 'cancellation_reason') ?? null),
  },
  {
    method: 'POST',
    path: '/v1/checkout/sessions',
    params: [
      'mode',
      'customer',
      'client_reference_id',
      'metadata',
      'payment_intent_data',
      'allowed_payment_method_types',
      'line_items',
      'success_url',
      'cancel_url',
    ],
    run: ({ books, params, origin }) => addSession(books, params, origin),
  },
  {
    method: 'GET',
    path: '/v1/checkout/sessions',
    params: [...listed, 'status'],
    run: (call) => list(call, call.books.sessions),
  },
  { method: 'GET', path: '/v1/checkout/sessions/:id', params: ['expand'], run: showSession },
  { method: 'POST', path: '/v1/checkout/sessions/:id', params: ['metadata'], run: markSession },
  {
    method: 'POST',
    path: '/v1/checkout/sessions/:id/expire',
    params: [],
    run: (call) => expireSession(call.books, session(call)),
  },
  {
    method: 'POST',
    path: '/v1/refunds',
    params: ['payment_intent', 'amount', 'metadata'],
    run: ({ books, params }) => addRefund(books, params),
  },
  { method: 'GET', path: '/v1/refunds', params: ['payment_intent', 'limit'], run: refundsOf },
];

/** Runs the endpoint that a request names. Throws `ApiError`. */
export function run(method: string, path: string, call: Omit<Call, 'id'>): object {
  for (const route of routes) {
    const pattern = new RegExp(`^${route.path.replace(':id', '(?<id>[^/]+)')}$`);
    const match = route.method === method ? pattern.exec(path) : null;
    if (match === null) continue;
    for (const name of Object.keys(call.params)) {
      if (route.params.includes(name)) continue;
      throw invalid(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name });
    }
    return route.run({ ...call, id: match.groups?.['id'] ?? '' });
  }
  throw missing('route', `${method} ${path}`, 'url');
}

function list(
  { books, params }: Call,
  kept: ReadonlyMap<string, { customer: string | null; status: string }>,
) {
  const customerId = books.knownCustomer(textOf(params, 'customer'));
  const status = textOf(params, 'status');
  const found = books
    .newest(kept)
    .filter((item) => customerId === null || item.customer === customerId)
    .filter((item) => status === undefined || item.status === status);
  return page(params, found);
}

function page(params: Params, found: readonly object[]): object {
  const limit = Number(textOf(params, 'limit') ?? 10);
  if (limit < 1 || limit > 100) throw invalid('Invalid limit', { param: 'limit' });
  return { object: 'list', data: found.slice(0, limit), has_more: found.length > limit, url: '/v1' };
}

function addCustomer({ books, params }: Call): Customer {
  return books.add<Customer>(books.customers, {
    id: books.id('cus'),
    object: 'customer',
    created: books.nowSeconds(),
    metadata: metadataOf(params),
  });
}

const customer = (books: Books, id: string): Customer => books.find(books.customers, 'customer', id);

function removeCustomer({ books, id }: Call): object {
  books.customers.delete(customer(books, id).id);
  for (const method of books.methods.values()) if (method.customer === id) method.customer = null;
  return { id, object: 'customer', deleted: true };
}

function methodsOf({ books, params }: Call): object {
  const customerId = books.knownCustomer(textOf(params, 'customer'));
  const isTheirs = (method: Method): boolean => method.customer !== null && method.customer === customerId;
  return page(params, books.newest(books.methods).filter(isTheirs));
}

/** With its intent inside, where that is asked for. */
function showSession(call: Call): object {
  const shown = session(call);
  const isExpanded = Object.values(partOf(call.params, 'expand')).includes('payment_intent');
  if (!isExpanded || shown.payment_intent === null) return shown;
  return { ...shown, payment_intent: call.books.intents.get(shown.payment_intent) };
}

function markSession(call: Call): object {
  const marked = session(call);
  // Keys that are not named stay as they are.
  Object.assign(marked.metadata, metadataOf(call.params));
  return marked;
}

function refundsOf({ books, params }: Call): object {
  const intentId = textOf(params, 'payment_intent');
  const found = books.newest(books.refunds).filter((refund) => refund.payment_intent === intentId);
  return page(params, found);
}

const intent = ({ books, id }: Call) => books.find(books.intents, 'payment_intent', id, 'intent');
const session = ({ books, id }: Call) => books.find(books.sessions, 'checkout.session', id);
