import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Application } from '#application/application.ts';
import type { BlobStore } from '#application/blobs/blob-store.ts';
import type { Identity } from '#application/identity/identity.ts';
import type { PeopleStore } from '#application/ports.ts';
import type { Config } from '#config/load.ts';
import type { ServerAddresses } from '#protocol/views.ts';
import type { HttpMetrics } from '#telemetry/metrics.ts';

/** What HTTP needs of the rest of the server; each part is only as wide as it is used. */
export interface HttpDeps {
  readonly config: Config;
  readonly logger: Logger;
  readonly identity: Identity;
  readonly application: Pick<Application, 'execute' | 'readShow' | 'listShows' | 'authorise'>;
  readonly people: Pick<PeopleStore, 'findMany'>;
  readonly blobs: BlobStore;
  readonly registry: Registry;
  readonly metrics: HttpMetrics;
  /** Why no traffic should come here now, by part; empty when all is well. */
  readonly faults: () => Promise<Readonly<Record<string, string>>>;
  readonly addresses: () => ServerAddresses;
  /** The root certificate that other devices must trust, DER; `undefined` where a configured one is used. */
  readonly authority: () => Uint8Array | undefined;
  /** Folder of the built browser app. */
  readonly clientFolder: string;
}
