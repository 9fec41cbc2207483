import { test } from 'tap';
import { parseEmail } from '#application/contacts/email-address.ts';
import { parsePhone } from '#application/contacts/phone-number.ts';

test('an address is kept as it was written and compared without case', async (t) => {
  t.same(parseEmail('  Anna.Muster+shop@Example.COM '), {
    written: 'Anna.Muster+shop@Example.COM',
    normalised: 'anna.muster+shop@example.com',
  });
  t.equal(parseEmail('anna@bücher.example').normalised, 'anna@xn--bcher-kva.example');
  t.equal(parseEmail('josé@example.com').normalised, parseEmail('JOSÉ@example.com').normalised);
});

test('what no mail server takes, or what could be two addresses, is refused', async (t) => {
  const bad = [
    '',
    'anna',
    'anna@',
    '@example.com',
    'anna@example',
    'anna@@example.com',
    'a@b@example.com',
    'anna@example.com, eve@example.com',
    'anna@example.com;eve@example.com',
    'Anna <anna@example.com>',
    'anna muster@example.com',
    '"anna"@example.com',
    'anna@exa mple.com',
    'anna\r\nbcc:eve@example.com',
    'anna\u202e@example.com',
    '.anna@example.com',
    'an..na@example.com',
    '-oQ/tmp@example.com',
    'anna@-example.com',
    'anna@127.0.0.1',
    `${'a'.repeat(65)}@example.com`,
    `anna@${'a'.repeat(250)}.com`,
  ];
  for (const text of bad) t.throws(() => parseEmail(text), { code: 'email-invalid' }, JSON.stringify(text));
});

test('a number is kept as E.164 however it was written', async (t) => {
  const ways = [
    '+49 151 12345678',
    '0049 (151) 123-456-78',
    '+49.151.12345678',
    '+49\u00a0151\u00a012345678',
  ];
  for (const written of [...ways, '+٤٩١٥١١٢٣٤٥٦٧٨', '+۴۹۱۵۱۱۲۳۴۵۶۷۸']) {
    t.equal(parsePhone(written), '+4915112345678', written);
  }
});

test('a number without a country code, or of no possible length, is refused', async (t) => {
  for (const text of [
    '0151 12345678',
    '15112345678',
    '+0151123456',
    '+49',
    '+123456789012345678',
    '+49abc1234567',
  ]) {
    t.throws(() => parsePhone(text), { code: 'phone-invalid' }, text);
  }
});
