import type { Logger } from 'pino';
import type { Application, Command } from '#application/application.ts';
import type { IdSource, PeopleStore } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import type { CommandId, ShowId, SourceId } from '#domain/ids.ts';
import type { StageControl } from '#media/stage-control.ts';
import { Refusal } from '#protocol/errors.ts';

interface Deps {
  readonly application: Pick<Application, 'execute' | 'readShow' | 'nowMs'>;
  readonly people: PeopleStore;
  readonly stages: Pick<StageControl, 'feed'>;
  readonly ids: IdSource;
  readonly system: Principal;
  readonly logger: Logger;
}

// Fixed ids, well formed by their pattern: a second start goes on with the show of the first.
const sourceId = 'demo-stage' as SourceId;
const showIdOfRun = (run: number): ShowId => `demo-show-${run}` as ShowId;

/** A set-up worker answers within a second or two; after that something is wrong and is said. */
const feedAttempts = 60;
const feedRetryMs = 500;

/** Brings a demo show on air, played by the media worker itself. Answers its id; the feed follows in the background. */
export async function startDemoShow(deps: Deps): Promise<ShowId> {
  const { people, system, application } = deps;
  await people.save({ personId: system.personId, displayName: 'Popstage', createdAtMs: application.nowMs() });
  const showId = await findOrCreate(deps);
  const { state } = await application.readShow(showId);
  if (state.status !== 'absent' && state.sources.length === 0) {
    await command(deps, {
      type: 'add-source',
      showId,
      sourceId,
      label: 'Demo stage',
      kind: 'clip',
      hasVideo: true,
      hasAudio: true,
    });
  }
  if (state.status === 'paused') await command(deps, { type: 'resume-show', showId });
  else if (state.status !== 'live') await command(deps, { type: 'go-live', showId });
  void feed(deps, showId);
  return showId;
}

async function findOrCreate(deps: Deps): Promise<ShowId> {
  for (let run = 1; ; run += 1) {
    const showId = showIdOfRun(run);
    const { state } = await deps.application.readShow(showId);
    if (state.status === 'ended' || state.status === 'archived') continue;
    if (state.status === 'absent') {
      const description = 'A stage without a camera, so that there is something to see.';
      await command(deps, { type: 'create-show', showId, title: 'The demo stage', description });
    }
    return showId;
  }
}

async function command({ application, ids, system }: Deps, wanted: Command): Promise<void> {
  // A fresh id of the id source is a command id by its pattern.
  const commandId = ids.next() as CommandId;
  const outcome = await application.execute({ command: wanted, commandId, principal: system });
  if (outcome.outcome === 'rejected') throw new Refusal(outcome.rejection.code, outcome.rejection.details);
}

async function feed({ stages, logger }: Deps, showId: ShowId): Promise<void> {
  for (let attempt = 1; attempt <= feedAttempts; attempt += 1) {
    try {
      await stages.feed(showId, sourceId, { kind: 'demo' });
      return;
    } catch (error) {
      if (attempt === feedAttempts) logger.error({ err: error, showId }, 'the demo stage has no picture');
    }
    await new Promise((resolve) => {
      setTimeout(resolve, feedRetryMs);
    });
  }
}
