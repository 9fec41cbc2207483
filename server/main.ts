import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Application } from '#application/application.ts';
import type { BlobStore } from '#application/blobs/blob-store.ts';
import { sniffMediaType } from '#application/blobs/media-type.ts';
import { receive } from '#application/blobs/receive.ts';
import { createApplication } from '#application/create-application.ts';
import { randomIds } from '#application/id-source.ts';
import { createAccessTokens } from '#application/identity/access-tokens.ts';
import { createIdentity } from '#application/identity/create-identity.ts';
import type { CredentialStore } from '#application/identity/credential-store.ts';
import type { Identity } from '#application/identity/identity.ts';
import { createRefreshSecrets } from '#application/identity/refresh-secrets.ts';
import type { EventLog, PeopleStore } from '#application/ports.ts';
import { mainShopId } from '#application/streams.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { loadConfig, settingsNamed } from '#config/load.ts';
import { keepPrivateFile } from '#config/private-file.ts';
import { createStageControl } from '#media/create-stage-control.ts';
import { Refusal } from '#protocol/errors.ts';
import { createFileBlobStore } from '#storage/blobs/file-blob-store.ts';
import { createSqliteCredentialStore } from '#storage/identity/sqlite-credential-store.ts';
import { createSqlitePeopleStore } from '#storage/people/sqlite-people-store.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import { createLogger } from '#telemetry/logger.ts';
import { createRegistry, registerMediaMetrics } from '#telemetry/metrics.ts';
import { keepShowStages } from './show-stage.ts';
import { announce } from './start-up/announce.ts';
import { startDemoShow } from './start-up/demo-show.ts';
import { explainFailure } from './start-up/failure.ts';
import type { Ground } from './start-up/ground.ts';
import { createReadiness } from './start-up/readiness.ts';
import { createShutdown, endOnSignals } from './start-up/shutdown.ts';
import { systemPrincipal as system } from './start-up/system-principal.ts';

interface Stores {
  readonly credentials: CredentialStore;
  readonly people: PeopleStore;
  readonly blobs: BlobStore;
}

/** The composition root: the only file that knows every adapter. Opens in order; `shutdown` closes in reverse. */
async function start(ground: Ground, options: { readonly demo: boolean }): Promise<void> {
  const { config, logger, shutdown } = ground;
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  // First, and nobody waits for it: the worker starts on another core while this process reads its own code.
  const stages = createStageControl({ config, logger });
  shutdown.add('media', () => stages.shutdown());
  const web = import('./start-up/open-web.ts');
  const stores = await openStores(ground);
  const identity = await openIdentity(ground, stores);
  const { application, log } = await openCore(ground);
  const showStages = await keepShowStages({ application, stages, system, logger });
  shutdown.add('stages of shows', () => showStages.close());

  const registry = createRegistry();
  registerMediaMetrics(registry, () => stages.health());
  const media = () => (stages.health().ready ? undefined : 'no worker');
  const ready = createReadiness({ storage: () => writeTo(log), media }, Date.now);
  const faults = async () => (shutdown.isDraining ? { server: 'draining' } : ready());
  const { people, blobs, credentials } = stores;
  const parts = { application, identity, people, blobs, stages, registry, faults };
  const { openWeb } = await web;
  const listeners = await openWeb(ground, parts);
  const demo = { application, people, stages, ids: randomIds, system, logger };
  const demoShowId = options.demo ? await startDemoShow(demo) : undefined;
  await announce({ config, listeners, credentials, demoShowId });
}

async function openStores({ config, shutdown }: Ground): Promise<Stores> {
  const credentials = createSqliteCredentialStore(join(config.dataDir, 'identity.db'));
  shutdown.add('credentials', () => credentials.close());
  const people = createSqlitePeopleStore(join(config.dataDir, 'people.db'));
  shutdown.add('people', () => people.close());
  const blobs = await createFileBlobStore(join(config.dataDir, 'blobs'), config.blobsBytes, {
    receive,
    sniff: sniffMediaType,
    fullRefusal: () => new Refusal('storage-full'),
  });
  return { credentials, people, blobs };
}

async function openIdentity({ config, shutdown }: Ground, stores: Stores): Promise<Identity> {
  // One secret on disk, one key per purpose: a token can never pass for a cookie.
  const secret = await keepPrivateFile(join(config.dataDir, 'keys', 'sessions.key'), () => randomBytes(32));
  const keyFor = (purpose: string) => new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
  const forget = () => stores.credentials.forgetSessions(Date.now() - config.sessionIdleMs);
  await forget();
  const timer = setInterval(() => void forget(), 3_600_000).unref();
  shutdown.add('forgetting', () => clearInterval(timer));
  return createIdentity({
    ...stores,
    tokens: createAccessTokens(keyFor('popstage access token'), Date.now),
    refreshSecrets: createRefreshSecrets(keyFor('popstage refresh secret')),
    ids: randomIds,
    nowMs: Date.now,
    sessionIdleMs: config.sessionIdleMs,
  });
}

async function openCore(ground: Ground): Promise<{ application: Application; log: EventLog }> {
  const { config, logger, shutdown } = ground;
  const log = await openSqliteEventLog({
    path: join(config.dataDir, 'events.db'),
    ids: randomIds,
    onFailure: (error) => {
      // Without the truth there is nothing to serve; whoever started us starts us again.
      logger.fatal({ err: error }, 'the event log is gone');
      void shutdown.run().then(() => process.exit(1));
    },
  });
  shutdown.add('event log', () => log.close());
  const bus = new InProcessBus({
    onListenerError: (error, topic) => logger.error({ err: error, topic }, 'listener failed'),
  });
  shutdown.add('bus', () => bus.close());
  const application = await createApplication({
    shopId: mainShopId,
    log,
    bus,
    onError: (error, where) => logger.error({ err: error, where }, 'background work failed'),
  });
  shutdown.add('application', () => application.shutdown());
  return { application, log };
}

/** A real write through the log's own thread: a full or read-only disk shows here first. */
async function writeTo(log: EventLog): Promise<undefined> {
  await log.saveCursor(mainShopId, 'readiness', 0);
}

async function main(): Promise<void> {
  // Databases, keys and uploads are the owner's alone, whatever the shell's habit.
  process.umask(0o077);
  let ground: Ground | undefined;
  try {
    const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false } } });
    const config = loadConfig(process.env);
    const logger = createLogger(config, { service: 'popstage' });
    const shutdown = createShutdown(config.shutdownMs, logger);
    endOnSignals(shutdown, logger);
    ground = { config, logger, shutdown, named: settingsNamed(process.env) };
    await start(ground, values);
  } catch (error) {
    process.stderr.write(`\n${explainFailure(error)}\n`);
    await ground?.shutdown.run();
    process.exit(1);
  }
}

await main();
