import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';
import { workerSocketPath } from '#protocol/worker-rpc/socket-path.ts';
import { MediaStages } from './media-stages.ts';
import type { PlacementStore } from './placement-store.ts';
import { sqlitePlacements } from './sqlite-placements.ts';
import { StagePlacer } from './stage-placer.ts';
import { networkAddress, type WorkerAddress } from './worker-dial.ts';
import { WorkerLink } from './worker-link.ts';
import { WorkerLinks } from './worker-links.ts';
import { WorkerSupervisor } from './worker-supervisor.ts';

const quitMs = 1000;
/** It writes the last segments of its shows, and gives up after 4 s. */
const endMs = 5000;

/**
 * Links this server to its workers: those of `MEDIA_WORKERS`, or one of this machine that it starts, adopts and
 * watches over. Waits for none: what needs a worker waits by itself, and `health` tells. `shutdown` ends a worker of
 * this machine when no other server uses it, unless `MEDIA_KEEP_WORKER` is set.
 */
export function createStageControl(parts: {
  readonly config: Config;
  readonly logger: Logger;
  /** Shared by all servers that share workers, and closed with the rest. Without: a file in the data folder. */
  readonly placements?: PlacementStore | undefined;
}): MediaStages {
  const { config } = parts;
  const placements =
    parts.placements ?? sqlitePlacements(join(resolve(config.dataDir), 'media-placements.sqlite'));
  const logger = parts.logger.child({ part: 'media' });
  const isLocal = config.mediaWorkers.length === 0;
  const supervisor = isLocal ? new WorkerSupervisor(config, logger) : null;
  const addresses: readonly WorkerAddress[] = isLocal
    ? [{ kind: 'socket', path: workerSocketPath(config) }]
    : config.mediaWorkers.map((item) => networkAddress(item, config.mediaSecret));
  const serverId = randomUUID();
  const links = new WorkerLinks(
    addresses.map((address) => {
      const link: WorkerLink = new WorkerLink(
        address,
        serverId,
        {
          up: (greeting) => {
            supervisor?.linked(greeting.hlsPort);
            stages.linkUp(link, greeting);
          },
          down: () => {
            stages.linkDown(link);
          },
          event: (event) => {
            stages.heard(link, event);
          },
          unanswered: () => supervisor?.ensureStarted(),
        },
        logger,
      );
      return link;
    }),
    logger,
  );
  const placer = new StagePlacer(links, placements, logger);
  const stages = new MediaStages(links, placer, logger, async () => {
    if (isLocal && !config.mediaKeepWorker) {
      // One that was never linked holds nothing yet; any other that cannot be asked ends by itself when alone.
      if (links.up.length === 0) supervisor?.endUnused();
      const answers = await Promise.allSettled(links.all.map((link) => link.call('quit', {}, quitMs)));
      const ends = answers.some((answer) => answer.status === 'fulfilled' && answer.value.ends);
      if (ends) await supervisor?.ended(endMs);
    }
    supervisor?.close();
    placements.close();
  });
  return stages;
}
