import { test } from 'tap';
import { hueOf } from '../../../client-demo/src/chat/person-colour.ts';
import { isMadeUpName } from '../../../client-demo/src/chat/made-up-name.ts';
import {
  completeMention,
  mentionedIn,
  mentionQueryAt,
  suggestMentions,
} from '../../../client-demo/src/chat/mention-draft.ts';
import { mayHoldLink, partsOf } from '../../../client-demo/src/chat/message-parts.ts';

const ann = { personId: 'p-ann', name: 'Ann' };
const annLee = { personId: 'p-lee', name: 'Ann Lee' };
const layla = { personId: 'p-layla', name: 'ليلى' };

const textOf = (parts: readonly { readonly text: string }[]) => parts.map(({ text }) => text).join('');

test('a mention is found in any script, and only where the whole name stands', async (t) => {
  const text = 'Hi @Ann, not @Anna but @ليلى!';
  const parts = partsOf(text, [ann, layla], []);
  t.same(
    parts.filter(({ kind }) => kind === 'mention').map((part) => part.text),
    ['@Ann', '@ليلى'],
  );
  t.equal(textOf(parts), text, 'nothing is lost');
});

test('the longer of two names that begin alike is meant', async (t) => {
  const parts = partsOf('@Ann Lee look', [ann, annLee], []);
  t.same(parts[0], { kind: 'mention', text: '@Ann Lee', personId: 'p-lee' });
  t.equal(parts.length, 2);
});

test('a link is a link, and what is no web address stays text', async (t) => {
  const web = { index: 4, lastIndex: 17, url: 'https://stall.example' };
  const parts = partsOf('see stall.example now', [], [web]);
  t.same(parts[1], { kind: 'link', text: 'stall.example', url: 'https://stall.example' });
  const script = partsOf('javascript:x', [], [{ index: 0, lastIndex: 12, url: 'javascript:x' }]);
  t.same(script, [{ kind: 'text', text: 'javascript:x' }]);
});

test('a mention inside a link does not cut it', async (t) => {
  const url = 'https://stall.example/@Ann';
  const parts = partsOf(url, [ann], [{ index: 0, lastIndex: url.length, url }]);
  t.same(
    parts.map(({ kind }) => kind),
    ['link'],
  );
});

test('most chat never asks for the link finder', async (t) => {
  for (const text of ['hello', 'what?!', 'well...', '3.5', '1. the blue one'])
    t.notOk(mayHoldLink(text), text);
  for (const text of ['stall.example', 'https://a', 'مثال.إختبار']) t.ok(mayHoldLink(text), text);
});

test('a mention is being written from the @ to the caret', async (t) => {
  t.same(mentionQueryAt('hi @an', 6), { from: 3, to: 6, typed: 'an' });
  t.same(mentionQueryAt('@', 1), { from: 0, to: 1, typed: '' });
  t.same(mentionQueryAt('@Ann Le', 7), { from: 0, to: 7, typed: 'Ann Le' }, 'names have spaces');
  t.equal(mentionQueryAt('mail me@home', 12), null, 'an address is no mention');
  t.equal(mentionQueryAt('@ hello', 7), null);
  t.equal(mentionQueryAt('hello', 5), null);
});

test('names that begin with what is typed come before names with such a word, accents or not', async (t) => {
  const jose = { personId: 'p-jose', name: 'José Ann' };
  t.same(suggestMentions([jose, ann, annLee], 'an'), [ann, annLee, jose]);
  t.same(suggestMentions([jose, ann], 'jose'), [jose]);
  t.same(suggestMentions([ann], 'zz'), []);
});

test('a chosen mention is written out with one space and counted while it stands', async (t) => {
  const done = completeMention('hi @an there', { from: 3, to: 6, typed: 'an' }, 'Ann');
  t.same(done, { text: 'hi @Ann there', caret: 8 });
  t.same(mentionedIn(done.text, [ann, layla, ann]), ['p-ann']);
  const six = Array.from({ length: 6 }, (_, index) => ({ personId: `p-${index}`, name: `N${index}` }));
  t.equal(mentionedIn(six.map(({ name }) => `@${name}`).join(' '), six).length, 5, 'at most five');
});

test('a person keeps one hue, and people spread over all of them', async (t) => {
  t.equal(hueOf('person-1'), hueOf('person-1'));
  const hues = new Set(Array.from({ length: 500 }, (_, index) => hueOf(`person-${index}`)));
  t.ok(hues.size >= 20, `${hues.size} hues`);
  for (const hue of hues) t.ok(hue >= 0 && hue < 360);
});

test('only a name the server made up is asked about', async (t) => {
  t.ok(isMadeUpName('Guest 4821'));
  t.ok(isMadeUpName(''));
  t.notOk(isMadeUpName('Guest of honour'));
  t.notOk(isMadeUpName('Mara'));
});
