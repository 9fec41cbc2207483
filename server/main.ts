import { hkdfSync } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Application } from '#application/application.ts';
import type { BlobStore } from '#application/blobs/blob-store.ts';
import { sniffMediaType } from '#application/blobs/media-type.ts';
import { receive } from '#application/blobs/receive.ts';
import type { CommerceParts } from '#application/commerce/keep-commerce.ts';
import { createApplication } from '#application/create-application.ts';
import { randomIds } from '#application/id-source.ts';
import { createAccessTokens } from '#application/identity/access-tokens.ts';
import { createIdentity } from '#application/identity/create-identity.ts';
import { createCrew, type Crew } from '#application/identity/crew.ts';
import type { Identity } from '#application/identity/identity.ts';
import { createRefreshSecrets } from '#application/identity/refresh-secrets.ts';
import type { PaymentNotice } from '#application/payment/payment-provider.ts';
import { withNames } from '#application/names.ts';
import { mainShopId } from '#application/streams.ts';
import { systemPrincipal as system } from '#application/system-principal.ts';
import { loadConfig, settingsNamed, type Config } from '#config/load.ts';
import type { ServerCertificate } from '#http/certificate/local-certificate.ts';
import { createStageControl } from '#media/create-stage-control.ts';
import type { MediaStages } from '#media/media-stages.ts';
import { Playlists } from '#media/playlists/playlists.ts';
import { playlistKeyOf } from '#media/playlists/playlist-token.ts';
import { createPaymentProvider } from '#payment/create-payment-provider.ts';
import { Refusal } from '#protocol/errors.ts';
import { createFileBlobStore } from '#storage/blobs/file-blob-store.ts';
import { createLogger } from '#telemetry/logger.ts';
import { registerHlsMetrics } from '#telemetry/hls-metrics.ts';
import { createRegistry, registerMediaMetrics } from '#telemetry/metrics.ts';
import type { Cluster } from './foundation/cluster.ts';
import { openEmbedded } from './foundation/embedded.ts';
import type { Foundation } from './foundation/foundation.ts';
import { keepShowStages } from './show-stage.ts';
import { announce } from './start-up/announce.ts';
import { startDemoShop } from './start-up/demo-shop.ts';
import { startDemoShow } from './start-up/demo-show.ts';
import { explainFailure } from './start-up/failure.ts';
import type { Ground } from './start-up/ground.ts';
import { openMessages } from './start-up/open-messages.ts';
import { linkOrigin } from './start-up/reachable.ts';
import { createReadiness } from './start-up/readiness.ts';
import { createShutdown, endOnSignals } from './start-up/shutdown.ts';

/** The composition root: joins the parts. Opens in order; `shutdown` closes in reverse. */
async function start(ground: Ground, options: { readonly demo: boolean }): Promise<void> {
  const { config, logger, shutdown } = ground;
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const cluster = await clusterOf(ground);
  // First of all that takes time, and nobody waits for it: the worker starts on another core while this process reads
  // its own code.
  const stages = createStageControl({ config, logger, placements: cluster?.placements });
  shutdown.add('media', () => stages.shutdown());
  const web = import('./start-up/open-web.ts');
  const foundation = await (cluster?.open() ?? openEmbedded(ground));
  const { credentials, durability } = foundation;
  const blobs = await openBlobs(config);
  const messaging = openMessages(ground, foundation);
  const payment = await createPaymentProvider(config, foundation.openPaymentCustomers);
  const crew = createCrew({ ...foundation, nowMs: Date.now, sessionIdleMs: config.sessionIdleMs });
  const application = await openApplication(ground, foundation, crew, { ...messaging, payment });
  const people = withNames(foundation.people, application.names);
  const identity = await openIdentity(ground, { ...foundation, people }, crew);
  const playlists = await openStages(ground, foundation, application, stages);

  const registry = createRegistry();
  registerMediaMetrics(registry, () => stages.health());
  registerHlsMetrics(registry, () => stages.workers.figures());
  const worker = () => (stages.health().ready ? undefined : 'no worker');
  const ready = createReadiness({ ...foundation.checks, media: worker }, Date.now);
  const faults = async () => (shutdown.isDraining ? { server: 'draining' } : ready());
  const { bus } = foundation;
  const buyers = { ...foundation, ...messaging };
  const onPaymentNotice = (notice: PaymentNotice) => application.takePaymentNotice(notice);
  const money = { payment, onPaymentNotice };
  const certify = (next: ServerCertificate) =>
    stages.workers.certificates.use({ certificate: next.certificate, privateKey: next.key });
  const media = { stages, playlists, certify };
  const parts = { application, bus, identity, people, blobs, registry, faults, buyers, ...money, ...media };
  const { openWeb } = await web;
  const listeners = await openWeb(ground, parts);
  messaging.start((preferred) => linkOrigin(config, listeners, preferred));
  const demo = { application, people, stages, ids: randomIds, system, logger };
  const demoShowId = options.demo ? await startDemoShow(demo) : undefined;
  if (demoShowId) await startDemoShop({ ...demo, blobs, config }, demoShowId);
  await announce({ config, listeners, credentials, demoShowId, durability });
}

/** What the commerce side says of a show becomes a plan for its stage, and what comes of it is found by its address. */
async function openStages(
  { config, logger, shutdown }: Ground,
  { sessionSecret }: Foundation,
  application: Application,
  stages: MediaStages,
): Promise<Playlists> {
  const keyOf = (showId: string) => playlistKeyOf(sessionSecret, showId);
  const kept = await keepShowStages({ application, stages, playlistKeyOf: keyOf, system, logger });
  shutdown.add('stages of shows', () => kept.close());
  return new Playlists({ config, stages, keyOf, nowMs: Date.now });
}

/** Loaded only where it is wanted: a server without Redis starts without its client. */
async function clusterOf(ground: Ground): Promise<Cluster | undefined> {
  if (ground.config.redisUrl === '') return undefined;
  const { joinCluster } = await import('./foundation/cluster.ts');
  return joinCluster(ground);
}

const openBlobs = (config: Config): Promise<BlobStore> =>
  createFileBlobStore(join(config.dataDir, 'blobs'), config.blobsBytes, {
    receive,
    sniff: sniffMediaType,
    fullRefusal: () => new Refusal('storage-full'),
  });

async function openIdentity(
  { config, logger, shutdown }: Ground,
  { credentials, people, contacts, sessionSecret }: Foundation,
  crew: Crew,
): Promise<Identity> {
  // One secret, one key per purpose: a token can never pass for a cookie.
  const keyFor = (purpose: string) => new Uint8Array(hkdfSync('sha256', sessionSecret, '', purpose, 32));
  const forget = async () => {
    await credentials.forgetSessions(Date.now() - config.sessionIdleMs);
  };
  await forget();
  const forgetLater = () => {
    forget().catch((error: unknown) => logger.warn({ err: error }, 'old sessions could not be forgotten'));
  };
  const timer = setInterval(forgetLater, 3_600_000).unref();
  shutdown.add('forgetting', () => clearInterval(timer));
  return createIdentity({
    credentials,
    people,
    contacts,
    crew,
    tokens: createAccessTokens(keyFor('popstage access token'), Date.now),
    refreshSecrets: createRefreshSecrets(keyFor('popstage refresh secret')),
    ids: randomIds,
    nowMs: Date.now,
    sessionIdleMs: config.sessionIdleMs,
  });
}

async function openApplication(
  { logger, shutdown }: Ground,
  { log, bus, sweepMs, people, contacts, auctionKey }: Foundation,
  crew: Crew,
  { payment, notifier, origin }: Omit<CommerceParts, 'contacts'>,
): Promise<Application> {
  const application = await createApplication({
    shopId: mainShopId,
    log,
    bus,
    sweepMs,
    people,
    crew,
    commerce: { payment, notifier, contacts, origin },
    auctionKey,
    onError: (error, where) => {
      // The store is away: told where it is watched, and this work goes on when it is back.
      if (error instanceof Refusal) logger.debug({ code: error.code, where }, 'background work waits');
      else logger.error({ err: error, where }, 'background work failed');
    },
  });
  shutdown.add('application', () => application.shutdown());
  return application;
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
