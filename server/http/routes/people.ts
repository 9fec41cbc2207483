import { Type } from 'typebox';
import type { Identity } from '#application/identity/identity.ts';
import { principalOf } from '../access.ts';
import { shut, type RouteApp } from './route-app.ts';

const NewName = Type.Object(
  { name: Type.String({ maxLength: 240, description: '1 to 40 characters of any script.' }) },
  shut,
);

export function registerPeopleRoutes(app: RouteApp, identity: Pick<Identity, 'rename'>): void {
  app.put(
    '/api/people/me',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['People'], summary: 'Changes the own display name', body: NewName },
    },
    async (request) => ({ name: await identity.rename(principalOf(request), request.body.name) }),
  );
}
