import t, { type Test } from 'tap';
import { namelessName, openNames, withNames } from '#application/names.ts';
import { mainShopId } from '#application/streams.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { createMemoryPeopleStore } from '#storage/people/memory-people-store.ts';
import { personIdOf } from './core-stand.ts';

const ada = personIdOf('ada');
const person = (displayName: string) => ({ personId: ada, displayName, createdAtMs: 5 });

/** Two servers over one store and one bus. */
function twoServers(t: Test) {
  const people = createMemoryPeopleStore();
  let readings = 0;
  const counted = {
    findMany: (ids: Parameters<typeof people.findMany>[0]) => {
      readings += 1;
      return people.findMany(ids);
    },
  };
  const bus = new InProcessBus({ onListenerError: (error) => t.error(error) });
  const open = () => openNames({ people: counted, bus, shopId: mainShopId });
  const [here, there] = [open(), open()];
  t.teardown(() => [here, there].forEach((names) => names.close()));
  return { people, here, there, bus, store: withNames(people, here), readings: () => readings };
}
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

t.test('a name is read once and then at hand', async (t) => {
  const { people, here, readings } = twoServers(t);
  await people.save(person('Ada'));
  await here.load([ada, ada]);
  await here.load([ada]);
  t.equal(here.nameOf(ada), 'Ada');
  t.equal(here.sinceMsOf(ada), 5);
  t.equal(readings(), 1);
});

t.test('a rename and an erasure reach the other servers', async (t) => {
  const { store, here, there } = twoServers(t);
  await store.save(person('Ada'));
  const read = async () => {
    await Promise.all([here.load([ada]), there.load([ada])]);
    return [here.nameOf(ada), there.nameOf(ada)];
  };
  t.same(await read(), ['Ada', 'Ada']);
  await store.save(person('Augusta'));
  await turn();
  t.same(await read(), ['Augusta', 'Augusta']);
  await store.erase(ada);
  await turn();
  t.same(await read(), [namelessName, namelessName]);
  t.equal(here.sinceMsOf(ada), undefined);
});

t.test('a rename while the old name is being read is not lost', async (t) => {
  const { people, here, store } = twoServers(t);
  await people.save(person('Ada'));
  const findMany = people.findMany.bind(people);
  let isFirst = true;
  people.findMany = async (ids) => {
    const found = await findMany(ids);
    if (isFirst) {
      isFirst = false;
      await store.save(person('Augusta'));
    }
    return found;
  };
  await here.load([ada]);
  t.equal(here.nameOf(ada), 'Augusta');
});

t.test('a bus that was away makes everybody be read anew', async (t) => {
  const { people, there, bus } = twoServers(t);
  await people.save(person('Ada'));
  await there.load([ada]);
  await people.save(person('Augusta'));
  bus.publish(`{${mainShopId}}:names`, { recorded: [] });
  await turn();
  await there.load([ada]);
  t.equal(there.nameOf(ada), 'Augusta');
});

t.test('whoever made something of a name hears when it is another, with the new name at hand', async (t) => {
  const { store, here, there } = twoServers(t);
  await store.save(person('Ada'));
  await Promise.all([here.load([ada]), there.load([ada])]);
  const heard: string[] = [];
  for (const names of [here, there]) names.onChanged(() => heard.push(names.nameOf(ada)));
  const saving = store.save(person('Augusta'));
  t.equal(there.nameOf(ada), 'Ada', 'the old name stands until the new one is there');
  await saving;
  await turn();
  t.same(new Set(heard), new Set(['Augusta']));
  t.ok(heard.length >= 2, 'on both servers');
  heard.length = 0;
  await store.erase(ada);
  await turn();
  t.same(new Set(heard), new Set([namelessName]), 'an erased person has none');
});

t.test('who just came is read by nobody, and a bus that was away takes no name from anybody', async (t) => {
  const { store, here, bus, people, readings } = twoServers(t);
  const changes: unknown[] = [];
  here.onChanged((personId) => changes.push(personId));
  await store.save(person('Ada'));
  await turn();
  t.same([readings(), changes], [0, []]);
  await here.load([ada]);
  await people.save(person('Augusta'));
  bus.publish(`{${mainShopId}}:names`, { recorded: [] });
  await turn();
  t.same(changes, [undefined]);
  t.equal(here.nameOf(ada), 'Ada');
  await here.load([ada]);
  t.equal(here.nameOf(ada), 'Augusta');
});
