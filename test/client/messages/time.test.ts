import { test } from 'tap';
import { de } from '../../../client-demo/src/messages/de/catalogue.ts';
import { ar } from '../../../client-demo/src/messages/ar/catalogue.ts';
import { en } from '../../../client-demo/src/messages/en/catalogue.ts';
import { chooseLanguage, spoken } from '../../../client-demo/src/messages/language.ts';
import {
  formatDuration,
  formatRelative,
  regionalTag,
  splitDuration,
} from '../../../client-demo/src/messages/time.ts';
import { t as text } from '../../../client-demo/src/messages/t.ts';

test('the first wanted language that we ship is chosen, whatever its region', async (t) => {
  t.equal(chooseLanguage(['pl-PL', 'de-AT', 'en-US']), 'de');
  t.equal(chooseLanguage(['AR-eg']), 'ar');
});

test('English is chosen where none of the wanted languages ships', async (t) => {
  t.equal(chooseLanguage([null, undefined, 'fr', 'xx']), 'en');
});

test('dates follow the region of the device when it speaks the language on screen', async (t) => {
  t.equal(regionalTag('en', ['de-DE', 'en-GB']), 'en-GB');
  t.equal(regionalTag('en', ['de-DE']), 'en');
});

test('a duration is rounded up, so that a countdown ends at zero and not one second early', async (t) => {
  t.same(splitDuration(1), { days: 0, hours: 0, minutes: 0, seconds: 1 });
  t.same(splitDuration(-5), { days: 0, hours: 0, minutes: 0, seconds: 0 });
  t.same(splitDuration(90_061_000), { days: 1, hours: 1, minutes: 1, seconds: 1 });
});

test('a running clock shows hours only when there are some', async (t) => {
  spoken.value = { language: 'en', catalogue: en };
  t.equal(formatDuration(65_000), '1:05');
  t.equal(formatDuration(3_605_000), '1:00:05');
  t.equal(formatDuration(90_000_000), '25:00:00');
});

test('a distance in time is told in the coarsest unit that says something', async (t) => {
  spoken.value = { language: 'en', catalogue: en };
  t.equal(formatRelative(0, 7_300_000), '2 hours ago');
  t.equal(formatRelative(60_000, 0), 'in 1 minute');
});

test('plurals follow the rules of the language on screen', async (t) => {
  spoken.value = { language: 'en', catalogue: en };
  t.equal(text('lobby.live', { count: 1 }), '1 show live');
  spoken.value = { language: 'de', catalogue: de };
  t.equal(text('lobby.live', { count: 2 }), '2 Shows live');
  spoken.value = { language: 'ar', catalogue: ar };
  t.equal(text('lobby.live', { count: 2 }), 'عرضان مباشران');
  spoken.value = { language: 'en', catalogue: en };
});

test('text of people is put in as it is, also when it looks like markup', async (t) => {
  t.equal(text('lobby.with', { name: '<b>{Mara}</b>' }), 'with <b>{Mara}</b>');
});
