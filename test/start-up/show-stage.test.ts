import { pino } from 'pino';
import { test, type Test } from 'tap';
import { createApplication } from '#application/create-application.ts';
import { randomIds } from '#application/id-source.ts';
import type { Command } from '#application/application.ts';
import { mainShopId } from '#application/streams.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import type { CommandId, ShowId, SourceId } from '#domain/ids.ts';
import type { StagePlan } from '#media/stage-control.ts';
import { createMemoryPeopleStore } from '#storage/people/memory-people-store.ts';
import { MemoryEventLog } from '#storage/memory/memory-event-log.ts';
import { keepShowStages } from '../../server/show-stage.ts';
import { systemPrincipal } from '#application/system-principal.ts';

const showId = 'show-00000001' as ShowId;
const sourceId = 'camera-0001' as SourceId;

async function openStand(t: Test) {
  const log = new MemoryEventLog({ ids: randomIds, nowMs: Date.now });
  const bus = new InProcessBus({ onListenerError: (error) => t.error(error) });
  const onError = (error: unknown) => t.error(error);
  const application = await createApplication({
    shopId: mainShopId,
    log,
    bus,
    people: createMemoryPeopleStore(),
    crew: { rolesOf: async () => [] },
    onError,
  });
  const plans: StagePlan[] = [];
  const closed: string[] = [];
  const media = { isAway: false };
  const stages = {
    async apply(plan: StagePlan) {
      if (media.isAway) throw new Error('no worker');
      plans.push(plan);
    },
    close: async (id: string) => void closed.push(id),
  };
  const follow = async () => {
    const logger = pino({ level: 'silent' });
    const playlistKeyOf = (id: string) => `key of ${id}`;
    const system = systemPrincipal;
    const kept = await keepShowStages({ application, stages, playlistKeyOf, system, logger });
    t.teardown(() => kept.close());
  };
  t.teardown(() => application.shutdown());
  const execute = async (command: Command) => {
    const commandId = randomIds.next() as CommandId;
    const outcome = await application.execute({ command, commandId, principal: systemPrincipal });
    t.equal(outcome.outcome, 'accepted', command.type);
  };
  const create = () => execute({ type: 'create-show', showId, title: 'Pottery', description: '' });
  const addCamera = () =>
    execute({
      type: 'add-source',
      showId,
      sourceId,
      label: 'C',
      kind: 'camera',
      hasVideo: true,
      hasAudio: true,
    });
  return { plans, closed, media, follow, execute, create, addCamera };
}

const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('a camera that joins a show is planned for its stage; the end of the show closes it', async (t) => {
  const { plans, closed, follow, execute, create, addCamera } = await openStand(t);
  await follow();
  await create();
  await addCamera();
  await until(() => plans.length > 0);
  t.match(plans.at(-1), {
    showId,
    programmeSourceId: sourceId,
    microphoneSourceId: sourceId,
    sources: [{ sourceId, kind: 'camera' }],
  });
  await execute({ type: 'go-live', showId });
  await execute({ type: 'end-show', showId });
  await until(() => closed.length > 0);
  t.same([...new Set(closed)], [showId]);
});

test('a server that starts plans the shows that were there before it', async (t) => {
  const { plans, follow, create, addCamera } = await openStand(t);
  await create();
  await addCamera();
  t.same(plans, []);
  await follow();
  await until(() => plans.length > 0);
  t.equal(plans[0]?.programmeSourceId, sourceId);
});

test('a plan that media cannot carry out is tried again until it can', async (t) => {
  const { plans, media, follow, create, addCamera } = await openStand(t);
  media.isAway = true;
  await follow();
  await create();
  await addCamera();
  await new Promise((resolve) => setTimeout(resolve, 50));
  t.same(plans, []);
  media.isAway = false;
  await until(() => plans.length > 0);
  t.equal(plans.at(-1)?.microphoneSourceId, sourceId);
});

test('playlists are open while the show is on air, and nothing of a rehearsal is kept', async (t) => {
  const { plans, follow, execute, create, addCamera } = await openStand(t);
  await follow();
  await create();
  await addCamera();
  const next = async (
    type: 'start-rehearsal' | 'go-live' | 'resume-show',
  ): Promise<StagePlan['hls'] | undefined> => {
    const planned = plans.length;
    await execute({ type, showId });
    await until(() => plans.length > planned);
    return plans.at(-1)?.hls;
  };
  const tokenKey = `key of ${showId}`;
  t.same(await next('start-rehearsal'), { isPublic: false, tokenKey, keepsReplay: false });
  t.same(await next('go-live'), { isPublic: true, tokenKey, keepsReplay: true });
  await execute({ type: 'pause-show', showId, slate: { kind: 'standard' } });
  await until(() => plans.at(-1)?.isHeld === true);
  t.same(plans.at(-1)?.hls, { isPublic: true, tokenKey, keepsReplay: true });
});

test('a shop that keeps no replays any more says so of the shows that are on', async (t) => {
  const { plans, follow, execute, create, addCamera } = await openStand(t);
  await follow();
  await create();
  await addCamera();
  await execute({ type: 'go-live', showId });
  await until(() => plans.at(-1)?.hls.keepsReplay === true);
  const planned = plans.length;
  await execute({ type: 'set-shop', changes: { pickUpText: 'at the door' } });
  await execute({ type: 'set-shop', changes: { keepsReplays: false } });
  await until(() => plans.length > planned && plans.at(-1)?.hls.keepsReplay === false);
});
