import { test } from 'tap';
import { authorOf, historyOf, restrictionOf } from '../../../client-demo/src/pages/moderation/author.ts';
import { actorsOf, filterTrail, trailOf } from '../../../client-demo/src/pages/moderation/trail.ts';
import { message, person, room, ruling } from './room.ts';

const ann = person('author-1', 'Ann');
const mia = person('moderator-1', 'Mia', 'moderator');
const omar = person('moderator-2', 'Omar', 'moderator');
const undone = { by: mia, atMs: 9000 };

test('the card counts what one author wrote and what happened to it, and nobody else', async (t) => {
  const view = room(
    [
      message(1, { reports: 2 }),
      message(2, { author: person('author-2'), reports: 9 }),
      message(3, { status: 'removed', rulingId: 'ruling-1' }),
    ],
    [ruling(), ruling({ rulingId: 'ruling-2', person: person('author-2') })],
  );
  const facts = authorOf(view, ann, 0);
  t.match(facts, { removedCount: 1, reportCount: 2, firstSeenAtMs: 1000, restriction: null });
  t.equal(facts.messages.length, 2);
  t.equal(facts.rulings.length, 1);
  t.same(
    historyOf(facts).map(({ kind, atMs }) => [kind, atMs]),
    [
      ['ruling', 5000],
      ['message', 3000],
      ['message', 1000],
    ],
  );
});

test('a restriction binds until it ends or is undone, and a later one stands over it', async (t) => {
  const ban = ruling({ rulingId: 'ruling-1', kind: 'ban' });
  const timeout = ruling({ rulingId: 'ruling-2', kind: 'timeout', untilMs: 8000 });
  t.equal(restrictionOf([ban], 1e12), ban);
  t.equal(restrictionOf([timeout], 7999), timeout);
  t.equal(restrictionOf([timeout], 8000), null);
  t.equal(restrictionOf([{ ...ban, undone }], 0), null);
  t.equal(restrictionOf([timeout, ban], 7000), timeout);
  t.equal(restrictionOf([ruling({ kind: 'delete-message' })], 0), null, 'a deletion binds nobody');
});

test('the trail holds rulings and what was let through, newest first, with the words it was about', async (t) => {
  const view = room(
    [
      message(1, { status: 'removed', rulingId: 'ruling-1', text: 'Buy now' }),
      message(2, { cleared: { by: omar, atMs: 7000 }, text: 'Fine' }),
    ],
    [ruling({ messageIds: ['message-1', 'message-fallen-out'], reason: 'Spam', undone })],
  );
  const trail = trailOf(view);
  t.match(trail, [
    { kind: 'cleared', by: omar, texts: ['Fine'], rulingId: null, undone: null },
    { kind: 'delete-message', by: mia, texts: ['Buy now'], messageCount: 2, reason: 'Spam', undone },
  ]);
  t.same(
    actorsOf(trail).map(({ name }) => name),
    ['Mia', 'Omar'],
  );
});

test('the trail is filtered by moderator and by kind', async (t) => {
  const trail = trailOf(
    room(
      [],
      [
        ruling({ rulingId: 'ruling-1', kind: 'ban', by: mia }),
        ruling({ rulingId: 'ruling-2', kind: 'timeout', by: omar }),
        ruling({ rulingId: 'ruling-3', kind: 'timeout', by: mia }),
      ],
    ),
  );
  const left = (byId: string, kind: 'all' | 'timeout') =>
    filterTrail(trail, { byId, kind }).map(({ id }) => id);
  t.same(left('', 'all').length, 3);
  t.same(left('moderator-1', 'all'), ['ruling-1', 'ruling-3']);
  t.same(left('moderator-1', 'timeout'), ['ruling-3']);
});
