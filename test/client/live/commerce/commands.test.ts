import { test } from 'tap';
import { createCommands } from '../../../../client-demo/src/live/commerce/commands.ts';
import { standingSocket } from '../socket-stand.ts';

const fields = { showId: 'show-number-1', offerId: 'offer-number-1' };

const standing = async () => {
  const stand = standingSocket();
  await stand.greet();
  const commands = createCommands(stand.socket);
  const ids = () =>
    stand.server.connections.flatMap((one) =>
      one.requests('shelf.open-offer').map(({ params }) => String(params['commandId'])),
    );
  const answer = async (body: object) => {
    const last = stand.server.latest.requests('shelf.open-offer').at(-1);
    stand.server.latest.send({ type: 'reply', id: last?.id ?? -1, ...body } as never);
    await stand.time.settle();
  };
  return { ...stand, commands, ids, answer };
};

void test('the same command while it is under way is not given twice', async (t) => {
  const { commands, ids, answer, time } = await standing();
  const both = [commands.send('shelf.open-offer', fields), commands.send('shelf.open-offer', fields)];
  await time.settle();
  t.equal(ids().length, 1);
  await answer({ ok: true, result: { version: 4 } });
  t.match(await Promise.all(both), [{ ok: true }, { ok: true }]);
});

void test('after no answer the same command goes out under its old id; after an answer under a new one', async (t) => {
  const { commands, ids, answer, time } = await standing();
  const first = commands.send('shelf.open-offer', fields);
  await time.advance(10_000);
  t.match(await first, { ok: false, error: { code: 'deadline-exceeded' } });
  const second = commands.send('shelf.open-offer', fields);
  await time.settle();
  await answer({ ok: false, error: { code: 'offer-not-found', message: '', temporary: false } });
  t.match(await second, { ok: false, error: { code: 'offer-not-found' } });
  void commands.send('shelf.open-offer', fields);
  await time.settle();
  const [one, two, three] = ids();
  t.equal(one, two, 'done once, however often it is asked');
  t.not(two, three);
});

void test('another command has an id of its own, also in doubt', async (t) => {
  const { commands, ids, time } = await standing();
  void commands.send('shelf.open-offer', fields);
  await time.advance(10_000);
  void commands.send('shelf.open-offer', { ...fields, offerId: 'offer-number-2' });
  await time.settle();
  t.equal(new Set(ids()).size, 2);
});
