import { Type } from 'typebox';
import { makePaddleGuest, type PaddleGuestsDeps } from '#application/contacts/paddle-guests.ts';
import { shut, type RouteApp } from './route-app.ts';

const NewGuest = Type.Object(
  {
    name: Type.String({ maxLength: 120 }),
    phone: Type.String({ maxLength: 40, description: 'With the country code; may be empty.' }),
  },
  shut,
);

const config = { access: ['admin', 'host', 'staff'] } as const;
const tags = ['Buyers'];

/** People in the room who bid with a paddle. `auction.give-paddle` then ties the number to the person. */
export function registerPaddleGuestRoutes(app: RouteApp, deps: PaddleGuestsDeps): void {
  app.post(
    '/api/paddle-guests',
    { config, schema: { tags, summary: 'Somebody in the room gets a paddle', body: NewGuest } },
    async (request, reply): Promise<{ readonly personId: string }> => {
      void reply.code(201).header('cache-control', 'no-store');
      return { personId: await makePaddleGuest(deps, request.body) };
    },
  );
}
