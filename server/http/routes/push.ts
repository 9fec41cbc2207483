import { Type } from 'typebox';
import type { BuyerContacts } from '#application/contacts/buyer-contacts.ts';
import { assertPushEndpoint } from '#application/messages/push-endpoint.ts';
import type { PushSubscriptionStore } from '#application/messages/push-subscription-store.ts';
import type { PushKey } from '#protocol/buyer-views.ts';
import { principalOf } from '../access.ts';
import { LanguageSchema } from './contacts.ts';
import { shut, type RouteApp } from './route-app.ts';

const Endpoint = Type.String({ maxLength: 1000 });
const Subscription = Type.Object(
  {
    endpoint: Endpoint,
    keys: Type.Object(
      {
        p256dh: Type.String({ pattern: '^B[A-Za-z0-9_-]{86}$', description: 'P-256 point, uncompressed.' }),
        auth: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$', description: '16 bytes.' }),
      },
      shut,
    ),
    language: LanguageSchema,
  },
  shut,
);
const OneEndpoint = Type.Object({ endpoint: Endpoint }, shut);

export interface PushRouteDeps {
  readonly subscriptions: Pick<PushSubscriptionStore, 'put' | 'remove'>;
  readonly contacts: Pick<BuyerContacts, 'noteLanguage'>;
  readonly publicKey: string;
  readonly allowsPrivate: boolean;
  readonly nowMs: () => number;
}

const config = { access: 'signed-in' } as const;
const tags = ['Buyers'];

/** Browsers that may be told things while no page of ours is open. */
export function registerPushRoutes(app: RouteApp, deps: PushRouteDeps): void {
  app.get(
    '/api/push-key',
    { config, schema: { tags, summary: 'The key a browser subscribes with' } },
    async (): Promise<PushKey> => ({ publicKey: deps.publicKey }),
  );
  app.put(
    '/api/me/push-subscription',
    { config, schema: { tags, summary: 'This browser wants to be told', body: Subscription } },
    async (request, reply) => {
      const { endpoint, keys, language } = request.body;
      const { personId } = principalOf(request);
      assertPushEndpoint(endpoint, deps.allowsPrivate);
      await deps.subscriptions.put(personId, { endpoint, ...keys }, deps.nowMs());
      await deps.contacts.noteLanguage(personId, language);
      return reply.code(204).send();
    },
  );
  app.delete(
    '/api/me/push-subscription',
    { config, schema: { tags, summary: 'This browser does not any more', body: OneEndpoint } },
    async (request, reply) => {
      await deps.subscriptions.remove(principalOf(request).personId, request.body.endpoint);
      return reply.code(204).send();
    },
  );
}
