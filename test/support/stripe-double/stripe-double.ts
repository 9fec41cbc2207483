import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Test } from 'tap';
import { ApiError } from './api-error.ts';
import { Books, type Charge, type Method } from './books.ts';
import { Faults } from './faults.ts';
import { readForm } from './form-body.ts';
import { pressButton, showPage, type PageAnswer } from './hosted-page.ts';
import { KeptAnswers, type Answer } from './kept-answers.ts';
import { Notices } from './notices.ts';
import { run } from './routes.ts';
import { addCard, settle } from './sessions.ts';

const secretKey = 'sk_test_double12345678';
const signingSecret = 'whsec_double12345678';

/**
 * A Stripe on loopback that speaks the part of its API that we use: customers, cards, intents, pages of Checkout,
 * refunds, idempotency keys, errors, and notices signed as Stripe signs them. What goes wrong is planned by the test.
 */
export class StripeDouble {
  readonly notices: Notices;
  readonly faults = new Faults();
  readonly books: Books;
  readonly answers = new KeptAnswers();
  /** Every request that came, as `POST /v1/refunds`. */
  readonly requests: string[] = [];
  readonly #server: Server;

  private constructor(nowMs: () => number) {
    this.notices = new Notices(nowMs, signingSecret);
    this.books = new Books(nowMs, (type, object) => this.notices.publish(type, object));
    this.#server = createServer((request, response) => {
      this.#receive(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** Starts one that ends with the test. */
  static async start(t: Test, nowMs: () => number = Date.now): Promise<StripeDouble> {
    const double = new StripeDouble(nowMs);
    double.#server.listen(0, '127.0.0.1');
    await once(double.#server, 'listening');
    t.teardown(() => double.close());
    return double;
  }

  get origin(): string {
    const { port } = this.#server.address() as AddressInfo; // A listening TCP server has one.
    return `http://127.0.0.1:${port}`;
  }

  /** What a server is started with to use it. */
  get env(): Readonly<Record<string, string>> {
    return {
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_WEBHOOK_SECRETS: signingSecret,
      STRIPE_API_URL: this.origin,
    };
  }

  /** Presses a button of a page as a browser would; answers where it went, or what it shows. */
  async press(url: string, action: string, number?: string): Promise<{ location?: string; html: string }> {
    const body = new URLSearchParams({ action, ...(number === undefined ? {} : { number }) });
    const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    const location = answer.headers.get('location');
    return { ...(location === null ? {} : { location }), html: await answer.text() };
  }

  /** A card that was saved before the test begins. */
  saveCard(customerId: string, number: string): Method {
    return addCard(this.books, number, customerId);
  }

  /** A bank has made up its mind about what was paid by debit. */
  settle(sessionId: string, isPaid: boolean): void {
    settle(this.books, this.books.find(this.books.sessions, 'checkout.session', sessionId), isPaid);
  }

  /** The money that was really taken for a payment of ours. */
  charged(paymentId: string): readonly Charge[] {
    return [...this.books.charges.values()].filter(
      ({ metadata, status }) => metadata['paymentId'] === paymentId && status === 'succeeded',
    );
  }

  async close(): Promise<void> {
    await this.notices.close();
    this.#server.closeAllConnections();
    if (this.#server.listening) this.#server.close();
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', this.origin);
    const method = request.method ?? 'GET';
    const body = await text(request);
    const page = /^\/c\/pay\/(?<id>[^/]+)$/.exec(pathname);
    if (page !== null) {
      const id = page.groups?.['id'] ?? '';
      const shown =
        method === 'POST' ? pressButton(this.books, id, readForm(body)) : showPage(this.books, id);
      return answerPage(response, shown);
    }
    const name = `${method} ${pathname}`;
    this.requests.push(name);
    const fault = this.faults.next(name);
    if (fault === 'unreached') return void response.destroy();
    const key = request.headers['idempotency-key'];
    const call = { name, body: method === 'GET' ? search.slice(1) : body, fault };
    const isAllowed = request.headers.authorization === `Bearer ${secretKey}`;
    const answer = isAllowed
      ? this.#answerUnder(typeof key === 'string' && method === 'POST' ? key : undefined, call)
      : refused(401, { type: 'invalid_request_error', message: `Invalid API Key provided: sk_test_***` });
    if (fault === 'answer-lost') return void response.destroy();
    if (fault === 'no-answer') return;
    answerApi(response, answer);
  }

  #answerUnder(key: string | undefined, call: Incoming): Answer & { readonly isReplayed?: boolean } {
    try {
      const known = key === undefined ? undefined : this.answers.begin(key, `${call.name}?${call.body}`);
      if (known !== undefined) return { ...known, isReplayed: true };
    } catch (error) {
      return answerOf(error);
    }
    const { answer, isKept } = this.#answer(call);
    if (key !== undefined && isKept) this.answers.keep(key, answer);
    else if (key !== undefined) this.answers.drop(key);
    return answer;
  }

  #answer({ name, body, fault }: Incoming): { readonly answer: Answer; readonly isKept: boolean } {
    const broken = refused(500, { type: 'api_error', message: 'An unknown error occurred' });
    if (fault === 'busy') {
      return {
        answer: refused(429, { type: 'rate_limit_error', code: 'rate_limit', message: 'Too many requests' }),
        isKept: false,
      };
    }
    if (fault === 'fault-before') return { answer: broken, isKept: true };
    const [method = '', path = ''] = name.split(' ');
    try {
      const found = run(method, path, { books: this.books, params: readForm(body), origin: this.origin });
      // As it is now: the books go on changing it.
      const answer = { status: 200, body: structuredClone(found) };
      return { answer: fault === 'fault-after' ? broken : answer, isKept: true };
    } catch (error) {
      return { answer: answerOf(error), isKept: error instanceof ApiError && error.isKept };
    }
  }
}

interface Incoming {
  readonly name: string;
  readonly body: string;
  readonly fault: ReturnType<Faults['next']>;
}

const refused = (status: number, error: object): Answer => ({ status, body: { error } });

function answerOf(error: unknown): Answer {
  if (error instanceof ApiError) return refused(error.status, error.fields);
  throw error;
}

function answerApi(response: ServerResponse, answer: Answer & { readonly isReplayed?: boolean }): void {
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'request-id': 'req_double',
    ...(answer.isReplayed === true ? { 'idempotent-replayed': 'true' } : {}),
  });
  response.end(JSON.stringify(answer.body));
}

function answerPage(response: ServerResponse, shown: PageAnswer): void {
  if ('location' in shown) response.writeHead(303, { location: shown.location }).end();
  else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(shown.html);
}
