import { test } from 'tap';
import { closeCodes } from '#protocol/close-codes.ts';
import { Refusal } from '#protocol/errors.ts';
import { HeadlessClient, newPeerId } from '#test/support/headless-client.ts';
import { HeadlessSocket } from '#test/support/headless-socket.ts';
import { goLive, publish, watch } from '#test/support/headless-stage.ts';
import { ServerProcess } from '#test/support/server-process.ts';

/** Longest pause of a picture of 25 frames a second that a viewer would not call a stop. */
const longestGapMs = 500;

const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'no refusal';
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
};

test('stages over a real server', { timeout: 120_000 }, async (t) => {
  const server = await ServerProcess.start();
  t.teardown(() => server.close());
  const host = await HeadlessClient.connect(server.origin, { link: server.adminLink, name: 'Hanna' });
  t.teardown(() => host.close());
  const anonymous = async () => {
    const viewer = await HeadlessClient.connect(server.origin);
    t.teardown(() => viewer.close());
    return viewer;
  };

  await t.test('what one client publishes arrives at another', async (t) => {
    const showId = await goLive(host);
    const { sender } = await publish(host, showId);
    const viewer = await anonymous();
    const { receiver, consumers } = await watch(viewer, showId);
    t.same(consumers.map(({ kind }) => kind).toSorted(), ['audio', 'video']);
    await Promise.all(consumers.map(({ id }) => receiver.received(id, 20)));
    t.ok(sender.keyFramesAskedAtMs.length >= 1, 'the publisher was asked for a key frame');
    await Promise.all([receiver.close(), sender.close()]);
  });

  await t.test('two shows know nothing of each other', async (t) => {
    const [one, two] = [await goLive(host, 'One'), await goLive(host, 'Two')];
    const [inOne, inTwo] = [await publish(host, one), await publish(host, two)];
    const viewer = await anonymous();
    const signals: unknown[] = [];
    viewer.socket.listen((message) => message.type === 'signal' && signals.push(message.data));
    const watching = await watch(viewer, one);
    await watching.receiver.received(watching.videoConsumerId, 5);
    inTwo.sender.stop();
    await watching.receiver.received(watching.videoConsumerId, 25);
    t.notOk(
      signals.some((data) => JSON.stringify(data).includes(two)),
      'no signal of the other show',
    );
    const { stage } = await viewer.request('stage.observe', { showId: one });
    t.same(
      stage.sources.map(({ sourceId }) => sourceId),
      [inOne.sourceId],
    );
    const { rtpCapabilities } = await viewer.request('stage.capabilities', { showId: two });
    const foreign = { showId: two, peerId: watching.peerId, rtpCapabilities };
    t.equal(
      await refusal(viewer.request('stage.watch', foreign)),
      'stage-not-joined',
      'a peer is of one stage',
    );
    await Promise.all([watching.receiver.close(), inOne.sender.close(), inTwo.sender.close()]);
  });

  await t.test('what is not allowed is refused', async (t) => {
    const showId = await goLive(host);
    const { peerId, sourceId, sender } = await publish(host, showId);
    const [viewer, mallory] = [await anonymous(), await anonymous()];
    t.equal((await fetch(`${server.origin}/api/shows`)).status, 401, 'without a token');
    const nobody = HeadlessSocket.open(`${server.origin.replace('http', 'ws')}/api/socket`, 'x'.repeat(40));
    t.match(await nobody.catch((error: unknown) => error), { closeCode: closeCodes['token-invalid'].code });
    t.equal(await refusal(viewer.request('stage.join', { showId, peerId: newPeerId() })), 'forbidden');
    const addSource = {
      showId,
      sourceId: sourceId,
      label: 'Mine',
      kind: 'camera',
      hasVideo: true,
      hasAudio: false,
    } as const;
    t.equal(await refusal(viewer.command('show.add-source', addSource)), 'forbidden');
    t.equal(
      await refusal(viewer.request('stage.resume', { showId, peerId })),
      'forbidden',
      "the host's peer",
    );
    const watching = await watch(viewer, showId);
    const send = { showId, peerId: watching.peerId, direction: 'send' } as const;
    t.equal(await refusal(viewer.request('stage.create-transport', send)), 'forbidden');
    const consumer = { showId, peerId: watching.peerId, consumerId: watching.videoConsumerId, paused: true };
    t.equal(
      await refusal(mallory.request('stage.set-consumer', consumer)),
      'stage-not-joined',
      "another's peer",
    );
    await Promise.all([watching.receiver.close(), sender.close()]);
  });

  await t.test('a server killed and started again finds the picture running', async (t) => {
    const showId = await goLive(host);
    const publishing = await publish(host, showId);
    const viewer = await anonymous();
    const watching = await watch(viewer, showId);
    const { receiver, videoConsumerId } = watching;
    await receiver.received(videoConsumerId, 10);
    const back = Promise.all(
      [[host, publishing.peerId] as const, [viewer, watching.peerId] as const].map(([client, peerId]) => {
        const { promise, resolve } = Promise.withResolvers<number>();
        client.keepConnected(async (socket) => {
          await socket.request('stage.resume', { showId, peerId });
          resolve(performance.now());
        });
        return promise;
      }),
    );
    const gaps = watchGaps(receiver.packets, videoConsumerId);
    const killedAtMs = performance.now();
    await server.killHard();
    await server.startAgain();
    const backAtMs = Math.max(...(await back));
    await receiver.received(videoConsumerId, 25);
    const longestMs = gaps.stop();
    t.ok(
      backAtMs - killedAtMs < 5000,
      `both sockets resumed ${Math.round(backAtMs - killedAtMs)} ms after the kill`,
    );
    t.ok(longestMs < longestGapMs, `the longest pause between packets was ${Math.round(longestMs)} ms`);
    const paused = { showId, peerId: watching.peerId, consumerId: videoConsumerId, paused: true };
    t.equal(
      await refusal(viewer.request('stage.set-consumer', paused)),
      'no refusal',
      'the peer is steered again',
    );
    await Promise.all([receiver.close(), publishing.sender.close()]);
  });
});

/** Notes the longest time in which no packet came. Looks every 20 ms, half a frame. */
function watchGaps(packets: (consumerId: string) => number, consumerId: string) {
  let [seen, seenAtMs, longestMs] = [packets(consumerId), performance.now(), 0];
  const timer = setInterval(() => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - seenAtMs);
    if (packets(consumerId) === seen) return;
    [seen, seenAtMs] = [packets(consumerId), nowMs];
  }, 20);
  return {
    stop: () => {
      clearInterval(timer);
      return longestMs;
    },
  };
}
