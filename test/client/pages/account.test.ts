import { test } from 'tap';
import type { ContactView } from '#protocol/buyer-views.ts';
import { changeOf, draftOf } from '../../../client-demo/src/pages/account/contact-draft.ts';
import { countriesIn, likelyCountry } from '../../../client-demo/src/pages/account/countries.ts';
import { linkHere, partsAround } from '../../../client-demo/src/pages/operator/outbox-link.ts';

const nothing: ContactView = {
  name: null,
  email: null,
  signInEmail: null,
  phone: null,
  address: null,
  language: 'en',
  wantsMail: true,
};
const rest = { language: 'de', wantsMail: false } as const;

test('a form that nobody filled asks to keep nothing, whatever country was guessed', async (t) => {
  const kept = { name: null, email: null, phone: null, address: null, ...rest };
  t.same(changeOf(draftOf(nothing, 'AT'), rest), kept);
});

test('what is known comes back out of the form as it was', async (t) => {
  const address = {
    lines: ['Hauptstraße 1', 'Hinterhaus'],
    postalCode: '10115',
    town: 'Berlin',
    country: 'DE',
  };
  const known = { ...nothing, name: 'Anna', email: 'anna@example.com', phone: '+491511234567', address };
  const { signInEmail: _, ...contact } = known;
  t.same(changeOf(draftOf(known, 'AT'), rest), { ...contact, ...rest });
});

test('an address begins with any of its parts, and empty lines are none', async (t) => {
  const draft = { ...draftOf(nothing, 'AT'), extra: ' c/o Ben ' };
  t.same(changeOf(draft, rest).address, { lines: ['c/o Ben'], postalCode: '', town: '', country: 'AT' });
  const town = { ...draftOf(nothing, 'AT'), town: 'Wien' };
  t.same(changeOf(town, rest).address, { lines: [], postalCode: '', town: 'Wien', country: 'AT' });
});

test('countries are named and sorted as the language does', async (t) => {
  const german = countriesIn('de');
  t.equal(german.find(({ value }) => value === 'AT')?.label, 'Österreich');
  const labels = german.map(({ label }) => label);
  t.ok(labels.indexOf('Österreich') < labels.indexOf('Pakistan'), 'not behind Z');
  t.equal(new Set(german.map(({ value }) => value)).size, 249, 'all of ISO 3166-1, each once');
  t.equal(countriesIn('ar').find(({ value }) => value === 'EG')?.label, 'مصر');
});

test('the likely country is the first that the device names', async (t) => {
  t.equal(likelyCountry(['de', 'de-AT', 'en-GB']), 'AT');
  t.equal(likelyCountry(['ar']), 'DE');
  t.equal(likelyCountry([]), 'DE');
});

test('a link of the outbox works under the address that the page has', async (t) => {
  const here = 'http://127.0.0.1:8080';
  t.equal(linkHere('https://192.0.2.7:8443/enter#secret', here), `${here}/enter#secret`);
  t.equal(linkHere('javascript:alert(1)', here).startsWith(`${here}`), true);
  t.equal(new URL(linkHere('javascript:alert(1)', `${here}/`)).protocol, 'http:');
  t.equal(linkHere('nowhere', here), here);
});

test('the text is cut where its link stands', async (t) => {
  t.same(partsAround('Open https://a/b now', 'https://a/b'), ['Open ', ' now']);
  t.same(partsAround('Nothing here', 'https://a/b'), ['Nothing here']);
  t.same(partsAround('Nothing here', ''), ['Nothing here']);
});
