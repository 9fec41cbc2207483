import { Type } from 'typebox';
import type { Identity } from '#application/identity/identity.ts';
import { ShowIdSchema } from '#protocol/ids.ts';
import { roles } from '#protocol/roles.ts';
import type { MagicLinkGrant, MagicLinkView } from '#protocol/views.ts';
import { principalOf } from '../access.ts';
import { shut, type RouteApp } from './route-app.ts';

const NewLink = Type.Object(
  {
    role: Type.Union(roles.map((role) => Type.Literal(role))),
    showId: Type.Optional(ShowIdSchema),
    label: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S', description: 'For whom it is.' }),
    expiresAtMs: Type.Optional(Type.Integer({ minimum: 0, description: 'ms since the epoch' })),
    maximumUses: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  },
  shut,
);
const OneLink = Type.Object({ linkId: Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$' }) }, shut);

const config = { access: ['admin', 'host'] } as const;
const tags = ['Magic links'];

export function registerLinkRoutes(
  app: RouteApp,
  identity: Pick<Identity, 'createLink' | 'listLinks' | 'revokeLink'>,
): void {
  app.post(
    '/api/links',
    { config, schema: { tags, summary: 'Makes a link; its secret is shown this once', body: NewLink } },
    async (request, reply): Promise<MagicLinkGrant> => {
      const { role, label, showId = null, expiresAtMs = null, maximumUses = null } = request.body;
      const wanted = { role, label, showId, expiresAtMs, maximumUses };
      const made = await identity.createLink(principalOf(request), wanted);
      void reply.code(201).header('cache-control', 'no-store');
      return made;
    },
  );
  app.get(
    '/api/links',
    { config, schema: { tags, summary: 'The links one may give out, without secrets' } },
    async (request): Promise<{ links: readonly MagicLinkView[] }> => ({
      links: await identity.listLinks(principalOf(request)),
    }),
  );
  app.delete(
    '/api/links/:linkId',
    {
      config,
      schema: { tags, summary: 'Ends a link and the sessions that came through it', params: OneLink },
    },
    async (request, reply) => {
      await identity.revokeLink(principalOf(request), request.params.linkId);
      return reply.code(204).send();
    },
  );
}
