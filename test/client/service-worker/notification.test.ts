import { test } from 'tap';
import { readPush } from '../../../client-demo/src/service-worker/notification.ts';

const push = (over: object = {}): string =>
  JSON.stringify({
    title: 'You won: Vase',
    body: 'It is yours.',
    link: 'https://shop.example/watch/show-0001?lot=1#bids',
    language: 'en',
    tag: 'won show-0001',
    ...over,
  });

test('a push is shown with its words, and a tap leads to the page under the name this browser uses', async (t) => {
  t.same(readPush(push()), {
    title: 'You won: Vase',
    body: 'It is yours.',
    language: 'en',
    direction: 'ltr',
    tag: 'won show-0001',
    path: '/watch/show-0001?lot=1#bids',
  });
  t.equal(readPush(push({ language: 'ar' })).direction, 'rtl');
});

test('whatever comes, something is shown and nothing leads elsewhere', async (t) => {
  for (const text of ['', 'null', '[]', '17', '{', '{"title":5}', '{}']) {
    t.match(readPush(text), { title: 'Popstage', path: '/' }, text);
  }
  for (const link of ['https://shop.example//evil.example/x', 'javascript:alert(1)', '', 'nowhere', 5]) {
    const { path } = readPush(push({ link }));
    t.equal(new URL(path, 'https://shop.example').origin, 'https://shop.example', String(link));
  }
});
