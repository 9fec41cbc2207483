/**
 * A stage for a long time: rounds of viewers who join, see the picture and leave (or just vanish); now and then a
 * mediasoup Worker or the whole server is killed with -9. After every round no peer may be left but the publisher's,
 * and in the end memory must stand where it stood. SOAK_MINUTES (10), SOAK_VIEWERS (8). Exits with 0 when all held.
 */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { ShowId } from '#domain/ids.ts';
import { HeadlessClient } from '#test/support/headless-client.ts';
import { goLive, publish, watch, type HeadlessPublisher } from '#test/support/headless-stage.ts';
import { childrenOf, pssBytes } from '../../bench/process-usage.ts';
import { ServerProcess } from '#test/support/server-process.ts';

const minutes = Number(process.env['SOAK_MINUTES'] ?? 10);
const viewers = Number(process.env['SOAK_VIEWERS'] ?? 8);
const roundsPerCoreKill = 7;
const roundsPerServerKill = 11;
/** Caches, compiled code and heap that is not yet collected; a leak of a peer's size would pass it within the hour. */
const memoryMarginBytes = 60_000_000;

const server = await ServerProcess.start({ environment: { MEDIA_PEER_GRACE_MS: '8000' } });
const [workerId = Number.NaN] = await childrenOf(server.processId);

/** Waits for a condition that must come true by itself. */
async function until(what: string, holds: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  for (const endMs = performance.now() + withinMs; performance.now() < endMs; await delay(200)) {
    if (await holds().catch(() => false)) return;
  }
  throw new Error(`not within ${withinMs} ms: ${what}`);
}

async function peers(): Promise<number> {
  const text = await (await fetch(`${server.origin}/metrics`)).text();
  return Number(/^popstage_stage_peers (\d+)$/m.exec(text)?.[1]);
}

async function memoryBytes(): Promise<number> {
  const ids = [server.processId, workerId, ...(await childrenOf(workerId))];
  return (await Promise.all(ids.map(pssBytes))).reduce((sum, bytes) => sum + bytes, 0);
}

async function audienceComesAndGoes(showId: ShowId): Promise<void> {
  const people = await Promise.all(
    Array.from({ length: viewers }, () => HeadlessClient.connect(server.origin)),
  );
  await Promise.all(
    people.map(async (person, index) => {
      const { peerId, receiver, videoConsumerId } = await watch(person, showId);
      await receiver.received(videoConsumerId, 25, 15_000);
      await receiver.close();
      // Half of them say goodbye, the others just vanish.
      if (index % 2 === 0) await person.request('stage.leave', { showId, peerId });
      person.close();
    }),
  );
}

const host = await HeadlessClient.connect(server.origin, { link: server.adminLink });
const showId = await goLive(host, 'Soak');
let publisher: HeadlessPublisher = await publish(host, showId);

/** Publishes into a new source, as soon as the stage is there again. */
async function publishAnew(): Promise<void> {
  await publisher.sender.close();
  await host.command('show.remove-source', { showId, sourceId: publisher.sourceId });
  await until('publishing again', async () => {
    publisher = await publish(host, showId);
    return true;
  });
  await host
    .command('show.switch-programme', { showId, sourceId: publisher.sourceId })
    .catch(() => undefined);
}

async function killCore(): Promise<void> {
  const [coreId] = await childrenOf(workerId);
  assert.ok(coreId, 'the worker runs mediasoup');
  process.kill(coreId, 'SIGKILL');
  await until('a new mediasoup Worker', async () => (await childrenOf(workerId)).some((id) => id !== coreId));
  await publishAnew();
}

async function killServer(): Promise<void> {
  await server.killHard();
  await server.startAgain();
  // The same person: a peer is given back to nobody else.
  await host.open();
  await host.request('stage.resume', { showId, peerId: publisher.peerId });
}

const endMs = performance.now() + minutes * 60_000;
let [rounds, coreKills, serverKills, firstBytes] = [0, 0, 0, Number.NaN];
try {
  while (performance.now() < endMs) {
    rounds += 1;
    await audienceComesAndGoes(showId);
    await until('only the publisher is left', async () => (await peers()) === 1);
    // By then every path was walked once.
    if (rounds === 20) firstBytes = await memoryBytes();
    if (rounds % roundsPerCoreKill === 0) coreKills += await killCore().then(() => 1);
    if (rounds % roundsPerServerKill === 0) serverKills += await killServer().then(() => 1);
  }
  const grownBytes = (await memoryBytes()) - firstBytes;
  console.log(
    `${rounds} rounds of ${viewers} viewers, ${coreKills} Workers and ${serverKills} servers killed; memory grew by ${(grownBytes / 1e6).toFixed(1)} MB since round 20`,
  );
  assert.ok(rounds > 20, 'long enough to say anything of memory');
  assert.ok(grownBytes < memoryMarginBytes, 'memory stands where it stood');
} catch (error) {
  console.error(`in round ${rounds}, after ${coreKills} killed Workers and ${serverKills} killed servers`);
  console.error(server.output.slice(-4000));
  throw error;
} finally {
  await publisher.sender.close();
  host.close();
  await server.close();
}
