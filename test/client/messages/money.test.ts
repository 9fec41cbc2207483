import fc from 'fast-check';
import { test } from 'tap';
import { de } from '../../../client-demo/src/messages/de/catalogue.ts';
import { en } from '../../../client-demo/src/messages/en/catalogue.ts';
import { spoken } from '../../../client-demo/src/messages/language.ts';
import { formatMoney, parseMoney, plainMoney } from '../../../client-demo/src/messages/money.ts';

const speakEnglish = () => (spoken.value = { language: 'en', catalogue: en });
const speakGerman = () => (spoken.value = { language: 'de', catalogue: de });

void test('money is written as the language and the currency have it', async (t) => {
  speakEnglish();
  t.match(formatMoney(123_450, 'EUR'), /^€1,234\.50$/);
  t.equal(formatMoney(1200, 'EUR', { isShort: true }), '€12');
  t.equal(formatMoney(1250, 'EUR', { isShort: true }), '€12.50');
  t.equal(formatMoney(1250, 'JPY'), '¥1,250', 'a yen has no smaller part');
  speakGerman();
  t.equal(formatMoney(123_450, 'EUR').replace(/\s/g, ' '), '1.234,50 €');
});

void test('an amount is read as the language writes it', async (t) => {
  speakEnglish();
  const english: readonly (readonly [string, number | null])[] = [
    ['12', 1200],
    ['12.5', 1250],
    ['12.50', 1250],
    ['€ 1,234.50', 123_450],
    ['1,234', 123_400],
    ['1.234.567', 123_456_700],
    ['12,50', 1250],
    ['.5', 50],
    ['12.', 1200],
    ['12 EUR', 1200],
    ['١٢٫٥٠', 1250],
  ];
  for (const [text, amountMinor] of english) t.equal(parseMoney(text, 'EUR'), amountMinor, text);
  speakGerman();
  t.equal(parseMoney('1.234,50 €', 'EUR'), 123_450);
  t.equal(parseMoney('1.234', 'EUR'), 123_400);
  t.equal(parseMoney('12.50', 'EUR'), 1250, 'nobody means twelve hundred');
});

void test('what is no amount is none', async (t) => {
  speakEnglish();
  for (const text of ['', ' ', '.', 'twelve', '1e5', '-3', '12.345', '1,23,4', '1.2.3', '999999999999999']) {
    t.equal(parseMoney(text, 'EUR'), null, text);
  }
  t.equal(parseMoney('12.5', 'JPY'), null, 'a yen has no smaller part');
  t.equal(parseMoney('1.234', 'KWD'), 1234, 'a dinar has three digits behind its point');
});

void test('what a field is filled with is read as the same amount', async (t) => {
  const amounts = fc.integer({ min: 0, max: 100_000_000_00 });
  const currencies = fc.constantFrom('EUR', 'JPY', 'KWD', 'USD');
  for (const speak of [speakEnglish, speakGerman]) {
    speak();
    fc.assert(
      fc.property(amounts, currencies, (amountMinor, currency) => {
        const isPlain = parseMoney(plainMoney(amountMinor, currency), currency) === amountMinor;
        return isPlain && parseMoney(formatMoney(amountMinor, currency), currency) === amountMinor;
      }),
    );
  }
  speakEnglish();
  t.pass('held');
});
