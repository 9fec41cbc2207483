import { join } from 'node:path';
import type { Registry } from 'prom-client';
import type { Application } from '#application/application.ts';
import type { BlobStore } from '#application/blobs/blob-store.ts';
import type { Identity } from '#application/identity/identity.ts';
import type { PaymentNotice, PaymentProvider } from '#application/payment/payment-provider.ts';
import type { Bus, PeopleStore } from '#application/ports.ts';
import { createHttpApp } from '#http/app.ts';
import { keepCertificate, type CertificateKeeper } from '#http/certificate/certificate-keeper.ts';
import type { ServerCertificate } from '#http/certificate/local-certificate.ts';
import type { BuyerParts } from '#http/http-deps.ts';
import { openListeners, type Listeners } from '#http/listeners.ts';
import type { Playlists } from '#media/playlists/playlists.ts';
import type { StageControl } from '#media/stage-control.ts';
import { systemClock } from '#realtime/clock.ts';
import { prometheusRealtimeMetrics } from '#realtime/realtime-metrics.ts';
import { registerRealtime } from '#realtime/register-realtime.ts';
import { createHttpMetrics } from '#telemetry/metrics.ts';
import { clientFolder } from './client-folder.ts';
import type { Ground } from './ground.ts';
import { reachable, removeAddresses } from './reachable.ts';

export interface WebParts {
  readonly application: Application;
  readonly bus: Bus;
  readonly identity: Identity;
  readonly people: PeopleStore;
  readonly blobs: BlobStore;
  readonly buyers: BuyerParts;
  readonly stages: StageControl;
  readonly playlists: Playlists;
  /** Workers answer TLS at their own ports under the certificate of this server. */
  readonly certify: (certificate: ServerCertificate) => void;
  readonly payment: PaymentProvider;
  readonly onPaymentNotice: (notice: PaymentNotice) => Promise<void>;
  readonly registry: Registry;
  readonly faults: () => Promise<Readonly<Record<string, string>>>;
}

/** Many sockets are told to come back over this time, so that their reconnects do not arrive as one wave. */
const drainMs = 1000;
/** Below this a wave is no wave, and a restart should be quick. */
const fewSockets = 50;

/** HTTP, HTTPS and the socket. Resolves once it listens. */
export async function openWeb(ground: Ground, parts: WebParts): Promise<Listeners> {
  const { config, logger, shutdown } = ground;
  // Filled last: routes and the certificate's renewal ask for the listeners, which need both first.
  const open: { listeners?: Listeners } = {};
  const certificate = await openCertificate(ground, (next) => {
    open.listeners?.replaceCertificate(next);
    parts.certify(next);
  });
  if (certificate !== undefined) parts.certify(certificate.current);
  const app = await createHttpApp({
    ...parts,
    config,
    logger: logger.child({ part: 'http' }),
    metrics: createHttpMetrics(parts.registry),
    addresses: () =>
      open.listeners === undefined
        ? { origins: [], needsAuthority: false }
        : reachable(config, open.listeners),
    authority: () => certificate?.current.authority,
    clientFolder,
  });
  const metrics = prometheusRealtimeMetrics(parts.registry);
  const realtime = await registerRealtime(app, { ...parts, config, logger, metrics, clock: systemClock });
  shutdown.add('http', () => app.close());
  const listeners = await openListeners(app, placesOf(ground), certificate?.current);
  open.listeners = listeners;
  shutdown.add('https', () => listeners.close());
  shutdown.add('sockets', () => realtime.drain(realtime.openSockets > fewSockets ? drainMs : 0));
  shutdown.add('addresses', () => removeAddresses(config.dataDir));
  return listeners;
}

async function openCertificate(
  { config, logger, shutdown }: Ground,
  onRenewed: (certificate: ServerCertificate) => void,
): Promise<CertificateKeeper | undefined> {
  if (!config.https) return undefined;
  const keeper = await keepCertificate(config, join(config.dataDir, 'keys'), {
    onRenewed,
    onFault: (error) => logger.error({ err: error }, 'certificate could not be checked'),
  });
  shutdown.add('certificate', () => keeper.close());
  return keeper;
}

function placesOf({ config, named }: Ground): Parameters<typeof openListeners>[1] {
  const http = { host: config.host, port: config.port, isFixed: named.has('port') };
  if (!config.https) return { http };
  return {
    http,
    https: { host: config.httpsHost, port: config.httpsPort, isFixed: named.has('httpsPort') },
  };
}
