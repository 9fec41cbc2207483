import { assertNever } from '#domain/decision.ts';
import type { Money } from '../payment/payment-provider.ts';
import type { Language } from './language.ts';
import type { NoticeContent } from './notifier.ts';

/** What a message says beside its fixed words. */
export type MessageContent = NoticeContent | { readonly kind: 'sign-in'; readonly untilMs: number };

/** What the `{names}` of a text stand for; null where there is no such fact. */
export type Facts = Readonly<Record<string, string | null>>;

export interface FactFormat {
  readonly language: Language;
  /** IANA name. */
  readonly timeZone: string;
}

/** The facts of a message as its language writes them. */
export function factsOf(content: MessageContent, format: FactFormat): Facts {
  const money = (amount: Money) => moneyText(amount, format);
  const moment = (atMs: number | null) => (atMs === null ? null : momentText(atMs, format));
  switch (content.kind) {
    case 'sign-in':
      return { until: moment(content.untilMs) };
    case 'outbid':
      return { lot: content.lotTitle, price: money(content.askingPrice) };
    case 'won':
      return { lot: content.lotTitle, price: money(content.price), until: moment(content.payByMs) };
    case 'payment-due':
    case 'payment-failed':
      return { total: money(content.total), until: moment(content.payByMs) };
    case 'second-chance':
      return { lot: content.lotTitle, price: money(content.price), until: moment(content.untilMs) };
    case 'order-placed': {
      const items = content.lines.map(
        ({ title, quantity, total }) => `${quantity} × ${title}: ${money(total)}`,
      );
      return {
        order: content.orderNumber,
        total: money(content.total),
        items: items.length === 0 ? null : items.join('\n'),
      };
    }
    case 'pick-up-ready':
      return { order: content.orderNumber, place: content.place, code: content.code };
    default:
      return assertNever(content);
  }
}

function moneyText({ amountMinor, currency }: Money, { language }: FactFormat): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  // ISO 4217 gives a currency its digits: none for yen, three for dinars.
  const { maximumFractionDigits = 2 } = format.resolvedOptions();
  return format.format(amountMinor / 10 ** maximumFractionDigits);
}

const momentText = (atMs: number, { language, timeZone }: FactFormat): string =>
  new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(atMs);
