import { test } from 'tap';
import { compose } from '#application/messages/compose.ts';
import type { MessageContent } from '#application/messages/facts.ts';
import { languages, type Language } from '#application/messages/language.ts';
import { ar } from '#application/messages/texts/ar.ts';
import { de } from '#application/messages/texts/de.ts';
import { en } from '#application/messages/texts/en.ts';

const link = 'https://shop.example/watch/show-0001';
const atMs = Date.UTC(2026, 11, 24, 18, 30);
const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const formatOf = (language: Language) => ({ language, timeZone: 'Europe/Berlin' });

const examples: readonly MessageContent[] = [
  { kind: 'sign-in', untilMs: atMs },
  { kind: 'outbid', lotTitle: 'Vase', askingPrice: euros(1250) },
  { kind: 'won', lotTitle: 'Vase', price: euros(1250), payByMs: atMs },
  { kind: 'payment-due', total: euros(1250), payByMs: atMs },
  { kind: 'payment-failed', total: euros(1250), payByMs: null },
  { kind: 'second-chance', lotTitle: 'Vase', price: euros(1250), untilMs: atMs },
  {
    kind: 'order-placed',
    orderNumber: 'A-17',
    lines: [{ title: 'Vase', quantity: 2, total: euros(2500) }],
    total: euros(2500),
  },
  { kind: 'pick-up-ready', orderNumber: 'A-17', code: '4711', place: 'Stall' },
];

test('every message is whole in every language: no name is left unfilled, the link stands in text and HTML', async (t) => {
  for (const language of languages) {
    for (const content of examples) {
      const { subject, short, text, html } = compose(content, link, formatOf(language));
      const what = `${content.kind} in ${language}`;
      for (const part of [subject, short, text, html]) {
        t.notMatch(part, /\{\w+\}/, what);
        t.not(part, '', what);
      }
      t.ok(text.includes(link) && html.includes(`href="${link}"`), what);
    }
  }
});

test('the languages name the same facts in the same messages', async (t) => {
  const namesOf = (text: object): string[] => [...JSON.stringify(text).matchAll(/\{\w+\}/g)].flat().sort();
  for (const kind of Object.keys(en.kinds) as (keyof typeof en.kinds)[]) {
    t.same(namesOf(de.kinds[kind]), namesOf(en.kinds[kind]), `${kind} in German`);
    t.same(namesOf(ar.kinds[kind]), namesOf(en.kinds[kind]), `${kind} in Arabic`);
  }
});

test('money and times are written as the language writes them', async (t) => {
  const content = { kind: 'second-chance', lotTitle: 'Vase', price: euros(123456), untilMs: atMs } as const;
  t.match(compose(content, link, formatOf('en')).short, '€1,234.56');
  t.match(compose(content, link, formatOf('de')).short, /1\.234,56\s€/);
  t.match(compose(content, link, formatOf('de')).short, /24\. Dez\.?, 19:30/);
  const yen = { ...content, price: { amountMinor: 1500, currency: 'JPY' } };
  t.match(compose(yen, link, formatOf('en')).short, '¥1,500', 'yen have no fractions');
});

test('a line about a fact that there is not is left out', async (t) => {
  const won = { kind: 'won', lotTitle: 'Vase', price: euros(100) } as const;
  t.match(compose({ ...won, payByMs: atMs }, link, formatOf('en')).text, /Please pay by/);
  t.notMatch(compose({ ...won, payByMs: null }, link, formatOf('en')).text, /Please pay by/);
});

test('what people wrote stays text: no markup, no second header line', async (t) => {
  const lotTitle = '<img src=x onerror="alert(1)">\r\nBcc: eve@example.com & "more"';
  const { subject, html } = compose(
    { kind: 'outbid', lotTitle, askingPrice: euros(1) },
    link,
    formatOf('en'),
  );
  t.notMatch(subject, /[\r\n]/);
  t.notMatch(html, /<img/);
  t.match(html, '&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
});

test('an Arabic message runs from right to left and keeps foreign titles apart', async (t) => {
  const content = { kind: 'outbid', lotTitle: 'Vase (blue)', askingPrice: euros(100) } as const;
  const { text, html } = compose(content, link, formatOf('ar'));
  t.match(html, 'dir="rtl"');
  t.ok(text.includes('\u2068Vase (blue)\u2069'));
});
