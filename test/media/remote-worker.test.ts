import { createServer, type AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import t from 'tap';
import { loadConfig } from '#config/load.ts';
import { createStageControl } from '#media/create-stage-control.ts';
import { redisPlacements } from '#media/redis-placements.ts';
import { RedisServer } from '#test/support/redis-server.ts';
import { startMediaWorker } from '#worker/media-worker.ts';
import { cameraId, plan, publish, showId, watch } from './media-stand.ts';

t.setTimeout(120_000);

const secret = 'a secret of at least twenty-four characters';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

t.test('a server uses a worker on another machine over TLS, and only with the shared secret', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'popstage-remote-'));
  const address = `127.0.0.1:${await freePort()}`;
  const logger = pino({ level: 'silent' });
  const common = loadConfig(process.env, {
    dataDir,
    mediaCores: 1,
    mediaListen: ['127.0.0.1'],
    mediaSecret: secret,
  });
  const worker = await startMediaWorker({ ...common, mediaRpcListen: address }, logger);
  t.teardown(async () => {
    await worker.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const stages = createStageControl({ config: { ...common, mediaWorkers: [address] }, logger });
  await stages.apply(plan());
  const { sender } = await publish(stages, cameraId);
  const { receiver, watched } = await watch(stages);
  for (const { id } of watched.consumers) await receiver.received(id, 5);
  t.equal(stages.state(showId).incarnation, 1);
  const stranger = createStageControl({
    config: { ...common, mediaWorkers: [address], mediaSecret: secret.toUpperCase() },
    logger,
  });
  await stranger.workers.someReady(2000);
  t.equal(stranger.health().ready, false);
  await Promise.all([receiver.close(), sender.close(), stranger.shutdown(), stages.shutdown()]);
});

t.test('servers of several machines agree on the worker of a stage, and on its incarnation', async (t) => {
  const redis = (await RedisServer.start(t)).connect();
  t.teardown(() => redis.disconnect());
  const logger = pino({ level: 'silent' });
  const settings = { mediaCores: 1, mediaListen: ['127.0.0.1'], mediaSecret: secret };
  const mediaWorkers = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  for (const mediaRpcListen of mediaWorkers) {
    const dataDir = mkdtempSync(join(tmpdir(), 'popstage-remote-'));
    const worker = await startMediaWorker(
      loadConfig(process.env, { ...settings, dataDir, mediaRpcListen }),
      logger,
    );
    t.teardown(async () => {
      await worker.close();
      rmSync(dataDir, { recursive: true, force: true });
    });
  }
  const openServer = async () => {
    const config = loadConfig(process.env, { ...settings, dataDir: tmpdir(), mediaWorkers });
    const placements = redisPlacements(redis, '{main}:placements');
    const stages = createStageControl({ config, logger, placements });
    t.teardown(() => stages.shutdown());
    await Promise.all(stages.workers.all.map((link) => link.ready(8000)));
    return stages;
  };
  const [here, there] = [await openServer(), await openServer()];
  // Both follow the same feed, so both plan a stage within some milliseconds of each other.
  await Promise.all([here.apply(plan()), delay(5).then(() => there.apply(plan()))]);
  t.equal(await redis.hlen('{main}:placements'), 1);
  const { sender } = await publish(here, cameraId);
  const { receiver, watched } = await watch(there);
  for (const { id } of watched.consumers) await receiver.received(id, 5);
  t.same([here.state(showId).incarnation, there.state(showId).incarnation], [1, 1]);
  await Promise.all([receiver.close(), sender.close()]);
});
