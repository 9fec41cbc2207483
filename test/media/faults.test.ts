import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'node:net';
import t from 'tap';
import { workerSocketPath } from '#protocol/worker-rpc/socket-path.ts';
import {
  cameraId,
  freshPeer,
  host,
  mediaStand,
  plan,
  publish,
  saysLive,
  showId,
  viewer,
  watch,
} from './media-stand.ts';

t.setTimeout(180_000);

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => {
      resolve(false);
    });
  });

t.test(
  'a mediasoup Worker killed with -9 comes back on its port, the stage in the next incarnation',
  async (t) => {
    const { stages, signal, signals } = await mediaStand(t);
    await stages.apply(plan());
    const before = await publish(stages, cameraId);
    const { receiver, watched } = await watch(stages);
    await receiver.received(watched.consumers[0]?.id ?? '', 5);
    const port = watched.transport.iceCandidates[0]?.port;
    const [processId = 0] = (await stages.workers.figures())[0]?.coreProcessIds ?? [];
    signals.length = 0;
    const killedAtMs = performance.now();
    process.kill(processId, 'SIGKILL');
    const reset = await signal(({ name }) => name === 'stage.reset');
    t.match(reset.data, { showId, incarnation: 2 });
    await t.rejects(stages.call('stage.resume', before.peer, host), { code: 'peer-not-found' });
    const again = await publish(stages, cameraId);
    const viewing = await watch(stages);
    for (const { id } of viewing.watched.consumers) await viewing.receiver.received(id, 5);
    t.equal(viewing.watched.transport.iceCandidates[0]?.port, port);
    t.comment(`back after ${Math.round(performance.now() - killedAtMs)} ms`);
    t.equal(stages.state(showId).incarnation, 2);
    const senders = [before.sender, again.sender];
    await Promise.all([
      receiver.close(),
      viewing.receiver.close(),
      ...senders.map((sender) => sender.close()),
    ]);
  },
);

t.test('a worker process killed with -9 is started again and its stages are placed anew', async (t) => {
  const { stages, signal, signals } = await mediaStand(t);
  await stages.apply(plan());
  const before = await publish(stages, cameraId);
  await signal(saysLive(cameraId, true));
  signals.length = 0;
  const killedAtMs = performance.now();
  process.kill(stages.workers.processIds()[0] ?? 0, 'SIGKILL');
  const reset = await signal(({ name }) => name === 'stage.reset', 15_000);
  t.comment(`placed anew after ${Math.round(performance.now() - killedAtMs)} ms`);
  t.match(reset.data, { incarnation: 2 });
  t.match(stages.state(showId), { programmeSourceId: cameraId, sources: [{ hasLiveVideo: false }, {}] });
  const again = await publish(stages, cameraId);
  const viewing = await watch(stages);
  for (const { id } of viewing.watched.consumers) await viewing.receiver.received(id, 5);
  await Promise.all([viewing.receiver.close(), before.sender.close(), again.sender.close()]);
});

t.test('media flows on while its server is gone, and the next server takes everything over', async (t) => {
  const { stages, another } = await mediaStand(t, { mediaKeepWorker: true, mediaLonelyMs: 4000 });
  await stages.apply(plan());
  const { peer, sender } = await publish(stages, cameraId);
  const viewing = await watch(stages);
  const { receiver, watched } = viewing;
  const workers = stages.workers.processIds();
  // With the worker kept, a shutdown is to the worker what a kill is: the connection is gone without a word.
  await stages.shutdown();
  for (const { id } of watched.consumers) await receiver.received(id, 25);
  const next = await another();
  t.same(next.workers.processIds(), workers, 'the same worker');
  t.match(next.state(showId), { incarnation: 1, programmeSourceId: cameraId });
  const resumed = await next.call('stage.resume', viewing.peer, viewer);
  t.same(new Set(resumed.consumerIds), new Set(watched.consumers.map(({ id }) => id)));
  await next.call('stage.resume', peer, host);
  await next.apply(plan());
  t.equal(next.state(showId).incarnation, 1, 'adopted, not rebuilt');
  for (const { id } of watched.consumers) await receiver.received(id, 25);
  await Promise.all([receiver.close(), sender.close()]);
});

t.test('a worker that stays alone ends itself, and so does a stage that no server claims', async (t) => {
  const { stages, config } = await mediaStand(t, { mediaKeepWorker: true, mediaLonelyMs: 800 });
  const path = workerSocketPath(config);
  await stages.apply(plan());
  t.equal(await answers(path), true);
  await stages.shutdown();
  for (let waits = 0; waits < 100 && (await answers(path)); waits += 1) await delay(100);
  // Each look is a connection without a greeting, which does not count as a server.
  t.equal(await answers(path), false);
});

t.test(
  'a server with an old placement is refused, reads again and goes on in the newer incarnation',
  async (t) => {
    const { stages, another, signal } = await mediaStand(t);
    await stages.apply(plan());
    const other = await another();
    const [processId = 0] = (await stages.workers.figures())[0]?.coreProcessIds ?? [];
    process.kill(processId, 'SIGKILL');
    await signal(({ name, data }) => name === 'stage.state' && data.stage.incarnation === 2);
    await other.apply(plan({ microphoneSourceId: null }));
    t.match(other.state(showId), { incarnation: 2, microphoneSourceId: null });
    await other.call('stage.join', freshPeer(), viewer);
  },
);
