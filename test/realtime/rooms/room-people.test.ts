import { test } from 'tap';
import type { PresentPerson } from '#protocol/room-views.ts';
import { maximumListed, RoomPeopleList, type RoomPeople } from '#realtime/rooms/room-people.ts';
import { FakeClock } from '#test/support/fake-clock.ts';

const someone = (name: string, fields: Partial<PresentPerson> = {}): PresentPerson => ({
  personId: `person-${name}`,
  name,
  badge: null,
  sockets: 1,
  ...fields,
});

/** A server's list, what it asks the one other server, and what it answers it. */
function stand(people: readonly PresentPerson[]) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const answers: RoomPeople[] = [];
  let ids = 0;
  const list = new RoomPeopleList({
    clock,
    ids: () => `ask-${(ids += 1)}`,
    here: async () => ({ count: people.length, people }),
    otherServers: () => 1,
    ask: (ask) => asked.push(ask),
    answer: (_ask, answer) => answers.push(answer),
  });
  return { clock, list, asked, answers };
}

test('an answer to another server stays within what the bus carries, and says how many there are', async (t) => {
  const longest = '\u{1F469}\u200D\u{1F680}'.repeat(40);
  const people = Array.from({ length: maximumListed }, (_, index) =>
    someone(`${index}`, { name: longest, badge: 'moderator' }),
  );
  const { list, answers } = stand(people);
  await list.asked('ask');
  const [answer] = answers;
  t.equal(answer?.count, maximumListed);
  t.ok((answer?.people.length ?? 0) > 100, 'as many as fit');
  t.ok(JSON.stringify(answer).length < 60_000);
});

test('those who ask at once share one list', async (t) => {
  const { clock, list, asked } = stand([someone('mona')]);
  const lists = [list.list(), list.list()];
  await clock.tick();
  t.same(asked, ['ask-1']);
  list.answered('ask-1', { count: 1, people: [someone('bob')] });
  for (const { count } of await Promise.all(lists)) t.equal(count, 2);
  const next = list.list();
  await clock.tick();
  t.same(asked, ['ask-1', 'ask-2'], 'and who asks later gets a new one');
  await clock.advance(500);
  t.equal((await next).count, 1, 'without a server that does not answer');
});

test('who is of the crew in one tab is so in the list, wherever the other tabs are', async (t) => {
  for (const [here, there] of [
    ['moderator', null],
    [null, 'moderator'],
  ] as const) {
    const { clock, list } = stand([someone('mona', { badge: here })]);
    const asking = list.list();
    await clock.tick();
    list.answered('ask-1', { count: 1, people: [someone('mona', { badge: there })] });
    t.match(await asking, { count: 1, people: [{ badge: 'moderator', sockets: 2 }] });
  }
});
