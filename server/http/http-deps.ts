import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Application } from '#application/application.ts';
import type { BlobStore } from '#application/blobs/blob-store.ts';
import type { ContactStore } from '#application/contacts/contact-store.ts';
import type { EmailSignIn } from '#application/identity/email-sign-in.ts';
import type { Identity } from '#application/identity/identity.ts';
import type { MessageStore } from '#application/messages/message-store.ts';
import type { PushKeys } from '#application/messages/push-sender.ts';
import type { PushSubscriptionStore } from '#application/messages/push-subscription-store.ts';
import type { PaymentNotice, PaymentProvider } from '#application/payment/payment-provider.ts';
import type { PeopleStore } from '#application/ports.ts';
import type { Config } from '#config/load.ts';
import type { Playlists } from '#media/playlists/playlists.ts';
import type { ServerAddresses } from '#protocol/views.ts';
import type { HttpMetrics } from '#telemetry/metrics.ts';

/** What buyers are known by and told with. */
export interface BuyerParts {
  readonly contacts: ContactStore;
  readonly messages: MessageStore;
  readonly subscriptions: PushSubscriptionStore;
  readonly pushKeys: Pick<PushKeys, 'publicKey'>;
  readonly signIn: EmailSignIn;
  readonly sendsMail: boolean;
}

/** What HTTP needs of the rest of the server; each part is only as wide as it is used. */
export interface HttpDeps {
  readonly config: Config;
  readonly logger: Logger;
  readonly identity: Identity;
  readonly application: Pick<
    Application,
    | 'execute'
    | 'readShow'
    | 'listShows'
    | 'authorise'
    | 'listOrders'
    | 'read'
    | 'streams'
    | 'nowMs'
    | 'bidLog'
  >;
  readonly people: Pick<PeopleStore, 'findMany' | 'save' | 'erase'>;
  readonly blobs: BlobStore;
  readonly buyers: BuyerParts;
  readonly payment: Pick<
    PaymentProvider,
    'name' | 'readNotice' | 'forgetBuyer' | 'savesMethods' | 'saveMethod' | 'hasSavedMethod'
  >;
  /** Resolves once the notice is durable; whatever rejects, the provider sends it again. */
  readonly onPaymentNotice: (notice: PaymentNotice) => Promise<void>;
  readonly playlists: Pick<Playlists, 'upstreamOf' | 'known' | 'sourcesFor'>;
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
