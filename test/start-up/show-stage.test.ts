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
    const kept = await keepShowStages({ application, stages, system: systemPrincipal, logger });
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
