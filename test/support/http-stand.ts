import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Test } from 'tap';
import type { Application } from '#application/application.ts';
import { sniffMediaType } from '#application/blobs/media-type.ts';
import { receive } from '#application/blobs/receive.ts';
import { createApplication } from '#application/create-application.ts';
import { randomIds } from '#application/id-source.ts';
import { createAccessTokens, type AccessTokens } from '#application/identity/access-tokens.ts';
import { createIdentity } from '#application/identity/create-identity.ts';
import { createCrew } from '#application/identity/crew.ts';
import type { CredentialStore } from '#application/identity/credential-store.ts';
import type { Identity } from '#application/identity/identity.ts';
import { makeLink } from '#application/identity/magic-links.ts';
import { createRefreshSecrets } from '#application/identity/refresh-secrets.ts';
import { createEmailSignIn } from '#application/identity/email-sign-in.ts';
import { makePushKeys, readPushKeys } from '#application/messages/push-keys.ts';
import { withNames } from '#application/names.ts';
import { mainShopId } from '#application/streams.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { loadConfig, type Config } from '#config/load.ts';
import type { ShowId } from '#domain/ids.ts';
import { createHttpApp } from '#http/app.ts';
import type { BuyerParts, HttpDeps } from '#http/http-deps.ts';
import type { RouteApp } from '#http/routes/route-app.ts';
import { createStallProvider } from '#payment/stall/stall-provider.ts';
import { Refusal } from '#protocol/errors.ts';
import type { Role } from '#protocol/roles.ts';
import { createFileBlobStore } from '#storage/blobs/file-blob-store.ts';
import { createMemoryContactStore } from '#storage/contacts/memory-contact-store.ts';
import { createMemoryCredentialStore } from '#storage/identity/memory-credential-store.ts';
import { MemoryEventLog } from '#storage/memory/memory-event-log.ts';
import { createMemoryMessageStore } from '#storage/messages/memory-message-store.ts';
import { createMemoryPushSubscriptions } from '#storage/messages/memory-push-subscriptions.ts';
import { createMemoryPeopleStore } from '#storage/people/memory-people-store.ts';
import { createHttpMetrics, createRegistry } from '#telemetry/metrics.ts';

export const tokenKey = new Uint8Array(32).fill(1);
const refreshKey = new Uint8Array(32).fill(2);

/** Time that a test turns by hand. */
export interface HandClock {
  nowMs: number;
}

export interface HttpStand {
  readonly app: RouteApp;
  readonly identity: Identity;
  readonly credentials: CredentialStore;
  readonly buyers: BuyerParts;
  readonly tokens: AccessTokens;
  readonly application: Application;
  readonly clock: HandClock;
  /** What the server's log holds, a line each. */
  readonly logged: string[];
  readonly faults: Record<string, string>;
  readonly folder: string;
  /** Secret of a fresh link. */
  link(role: Role, showId?: ShowId): Promise<string>;
  /** `Authorization` header of a fresh session. */
  signIn(role: Role, showId?: ShowId): Promise<{ authorization: string }>;
}

type Neighbours = Pick<HttpDeps, 'payment' | 'onPaymentNotice' | 'playlists'>;

/** Nobody is paid over the net, and there is no media worker. */
const alone: Neighbours = {
  payment: createStallProvider(),
  onPaymentNotice: () => Promise.resolve(),
  playlists: {
    upstreamOf: () => Promise.reject(new Refusal('stage-unavailable')),
    known: () => Promise.resolve(),
    sourcesFor: () => [],
  },
};

const page = '<!doctype html><title>Popstage</title>';

/** The real HTTP side over the real core, with stores in memory and a clock that the test holds. */
export async function openHttpStand(
  t: Test,
  overrides: Partial<Config> = {},
  others: Partial<Neighbours> = {},
): Promise<HttpStand> {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-http-'));
  const config = loadConfig({}, overrides);
  // Whole seconds, as token times are; far from zero, so that "long ago" exists.
  const clock: HandClock = { nowMs: 1_800_000_000_000 };
  const nowMs = () => clock.nowMs;
  const logged: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => logged.push(line) });
  const log = new MemoryEventLog({ ids: randomIds, nowMs });
  const bus = new InProcessBus({ onListenerError: (error) => t.error(error) });
  const credentials = createMemoryCredentialStore();
  const plainPeople = createMemoryPeopleStore();
  const crew = createCrew({ credentials, people: plainPeople, nowMs, sessionIdleMs: config.sessionIdleMs });
  const application = await createApplication({
    shopId: mainShopId,
    log,
    bus,
    people: plainPeople,
    crew,
    onError: (error) => t.error(error),
  });
  const people = withNames(plainPeople, application.names);
  const tokens = createAccessTokens(tokenKey, nowMs);
  const buyers = createBuyerParts(nowMs);
  const identity = createIdentity({
    credentials,
    people,
    contacts: buyers.contacts,
    crew,
    tokens,
    refreshSecrets: createRefreshSecrets(refreshKey),
    ids: randomIds,
    nowMs,
    sessionIdleMs: config.sessionIdleMs,
  });
  const blobs = await createFileBlobStore(join(folder, 'blobs'), config.blobsBytes, {
    receive,
    sniff: sniffMediaType,
    fullRefusal: () => new Refusal('storage-full'),
  });
  const clientFolder = await makeClient(folder);
  const registry = createRegistry();
  const faults: Record<string, string> = {};
  const app = await createHttpApp({
    config,
    logger,
    identity,
    application,
    people,
    blobs,
    buyers,
    ...{ ...alone, ...others },
    registry,
    metrics: createHttpMetrics(registry),
    faults: async () => faults,
    addresses: () => ({ origins: ['https://192.0.2.7:8443'], needsAuthority: true }),
    authority: () => undefined,
    clientFolder,
  });
  t.teardown(async () => {
    await app.close();
    await application.shutdown();
    rmSync(folder, { recursive: true, force: true });
  });
  const link = async (role: Role, showId: ShowId | null = null): Promise<string> => {
    const wanted = { role, showId, label: role, expiresAtMs: null, maximumUses: null };
    return (await makeLink({ credentials, ids: randomIds, nowMs }, wanted)).secret;
  };
  const signIn = async (role: Role, showId?: ShowId): Promise<{ authorization: string }> => {
    const granted = await identity.grantByLink({ linkSecret: await link(role, showId) });
    return { authorization: `Bearer ${granted.grant.accessToken}` };
  };
  return {
    app,
    identity,
    credentials,
    buyers,
    tokens,
    application,
    clock,
    logged,
    faults,
    folder,
    link,
    signIn,
  };
}

/** Stores in memory and no mail server: what is written to people stays in `messages`. */
function createBuyerParts(nowMs: () => number): BuyerParts {
  const contacts = createMemoryContactStore();
  const messages = createMemoryMessageStore(100);
  const signIn = createEmailSignIn({
    contacts,
    messages,
    sendsMail: false,
    wake: () => undefined,
    origin: async () => 'https://shop.example',
    timeZone: 'Europe/Berlin',
    ids: randomIds,
    nowMs,
  });
  const subscriptions = createMemoryPushSubscriptions(2);
  const pushKeys = readPushKeys(makePushKeys());
  return { contacts, messages, subscriptions, pushKeys, signIn, sendsMail: false };
}

async function makeClient(folder: string): Promise<string> {
  const client = join(folder, 'client');
  await mkdir(join(client, 'assets'), { recursive: true });
  await writeFile(join(client, 'index.html'), page);
  await writeFile(join(client, 'assets', 'app-1a2b3c.js'), 'export {};');
  await writeFile(join(folder, 'outside.txt'), 'secret of the machine');
  return client;
}
