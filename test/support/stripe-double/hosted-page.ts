import { invalid } from './api-error.ts';
import type { Books, Session } from './books.ts';
import { textOf, type Params } from './form-body.ts';
import { authenticate, enterCard, payLater, type PageStep } from './sessions.ts';
import { cardNumbers } from './test-cards.ts';

/** What a browser gets: a page, or another address to go to. */
export type PageAnswer = { readonly html: string } | { readonly location: string };

/** The page as it is opened. */
export function showPage(books: Books, sessionId: string): PageAnswer {
  const session = books.find(books.sessions, 'checkout.session', sessionId);
  return { html: session.status === 'open' ? formOf(books, session) : overPage };
}

/** A button was pressed. */
export function pressButton(books: Books, sessionId: string, form: Params): PageAnswer {
  const session = books.find(books.sessions, 'checkout.session', sessionId);
  const action = textOf(form, 'action');
  if (action === 'back') return { location: session.cancel_url ?? session.success_url };
  const step = stepOf(books, session, { action, number: textOf(form, 'number') ?? cardNumbers.good });
  switch (step) {
    case 'done':
      return { location: session.success_url };
    case 'declined':
      return { html: formOf(books, session, 'Your card was declined. Try another one.') };
    case 'authenticate':
      return { html: questionPage };
    case 'over':
      return { html: overPage };
  }
}

function stepOf(
  books: Books,
  session: Session,
  { action, number }: { readonly action: string | undefined; readonly number: string },
): PageStep {
  switch (action) {
    case 'pay':
      return enterCard(books, session, number.replaceAll(/\D/g, ''));
    case 'decline':
      return enterCard(books, session, cardNumbers.declined);
    case 'pay-later':
      return payLater(books, session);
    case 'authenticate':
      return authenticate(books, session, true);
    case 'fail-authentication':
      return authenticate(books, session, false);
    default:
      throw invalid('no such button');
  }
}

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const pageWith = (body: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Checkout (a double)</title><body><main>${body}</main></body></html>`;

const button = (action: string, label: string): string =>
  `<button name="action" value="${action}">${label}</button>`;

function formOf(books: Books, session: Session, message = ''): string {
  const titles = books.pageTerms.get(session.id)?.titles ?? [];
  const what = session.mode === 'setup' ? 'Save a card' : `Pay ${session.amount_total} ${session.currency}`;
  return pageWith(`<h1>${escaped(what)}</h1>
    <ul>${titles.map((title) => `<li>${escaped(title)}</li>`).join('')}</ul>
    <p role="alert">${message}</p>
    <form method="post">
      <label>Card number <input name="number" value="${cardNumbers.good}"></label>
      ${button('pay', session.mode === 'setup' ? 'Save card' : 'Pay')}
      ${button('decline', 'Decline')} ${session.mode === 'payment' ? button('pay-later', 'Pay by bank debit') : ''}
      ${button('back', 'Back')}
    </form>`);
}

const questionPage = pageWith(`<h1>Is it you?</h1>
  <form method="post">${button('authenticate', 'Authenticate')} ${button('fail-authentication', 'Fail')}</form>`);

const overPage = pageWith('<h1>You are all done here</h1>');
