import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';
import { workerSocketPath } from '#protocol/worker-rpc/socket-path.ts';
import { MediaStages } from './media-stages.ts';
import { sqlitePlacements } from './sqlite-placements.ts';
import { StagePlacer } from './stage-placer.ts';
import { networkAddress, type WorkerAddress } from './worker-dial.ts';
import { WorkerLink } from './worker-link.ts';
import { WorkerLinks } from './worker-links.ts';
import { WorkerSupervisor } from './worker-supervisor.ts';

/** How long a start waits for the worker; after it the server serves without media and tells so by `health`. */
const startMs = 8000;
const quitMs = 1000;

/**
 * Links this server to its workers: those of `MEDIA_WORKERS`, or one of this machine that it starts, adopts and
 * watches over. Resolves when the first worker is linked, or after 8 s without one. `shutdown` ends a worker of this
 * machine when no other server uses it, unless `MEDIA_KEEP_WORKER` is set.
 */
export async function createStageControl(parts: {
  readonly config: Config;
  readonly logger: Logger;
}): Promise<MediaStages> {
  const { config } = parts;
  const logger = parts.logger.child({ part: 'media' });
  const isLocal = config.mediaWorkers.length === 0;
  const supervisor = isLocal ? new WorkerSupervisor(config, logger) : null;
  const addresses: readonly WorkerAddress[] = isLocal
    ? [{ kind: 'socket', path: workerSocketPath(config) }]
    : config.mediaWorkers.map((item) => networkAddress(item, config.mediaSecret));
  const placements = sqlitePlacements(join(resolve(config.dataDir), 'media-placements.sqlite'));
  const serverId = randomUUID();
  const links = new WorkerLinks(
    addresses.map((address) => {
      const link: WorkerLink = new WorkerLink(
        address,
        serverId,
        {
          up: (greeting) => {
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
  );
  const placer = new StagePlacer(links, placements, logger);
  const stages = new MediaStages(links, placer, logger, async () => {
    supervisor?.close();
    if (isLocal && !config.mediaKeepWorker) {
      // A worker that does not answer any more ends by itself when it stays alone.
      await Promise.allSettled(links.all.map((link) => link.call('quit', {}, quitMs)));
    }
    placements.close();
  });
  await links.someReady(startMs);
  return stages;
}
