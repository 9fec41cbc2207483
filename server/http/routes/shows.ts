import { Type } from 'typebox';
import type { Application } from '#application/application.ts';
import { audienceOf } from '#application/authorise.ts';
import type { PeopleStore } from '#application/ports.ts';
import { Refusal } from '#protocol/errors.ts';
import { ShowIdSchema } from '#protocol/ids.ts';
import type { ShowListEntry, ShowView } from '#protocol/views.ts';
import { presentShow } from '#realtime/present-show.ts';
import { principalOf } from '../access.ts';
import { shut, type RouteApp } from './route-app.ts';

const OneShow = Type.Object({ showId: ShowIdSchema }, shut);
const config = { access: 'signed-in' } as const;
const tags = ['Shows'];

interface Deps {
  readonly application: Pick<Application, 'listShows' | 'readShow' | 'authorise'>;
  readonly people: Pick<PeopleStore, 'findMany'>;
}

/** Reading without a socket: the lobby, and one show as its audience may know it. */
export function registerShowRoutes(app: RouteApp, { application, people }: Deps): void {
  app.get(
    '/api/shows',
    { config, schema: { tags, summary: 'The lobby' } },
    async (request, reply): Promise<{ shows: readonly ShowListEntry[] }> => {
      const shows = await application.listShows(principalOf(request));
      const hosts = await people.findMany([...new Set(shows.map(({ hostId }) => hostId))]);
      void reply.header('cache-control', 'no-store');
      return {
        shows: shows.map(({ hostId, ...show }) => ({
          ...show,
          hostName: hosts.get(hostId)?.displayName ?? '',
        })),
      };
    },
  );
  app.get(
    '/api/shows/:showId',
    { config, schema: { tags, summary: 'One show', params: OneShow } },
    async (request, reply): Promise<ShowView> => {
      const principal = principalOf(request);
      const { showId } = request.params;
      // Reading over HTTP and over a channel is one right.
      const refused = await application.authorise(principal, 'channel.subscribe', {
        showId,
        channel: `show-${showId}`,
      });
      if (refused !== undefined) throw new Refusal(refused.code, refused.details);
      const { state } = await application.readShow(showId);
      if (state.status === 'absent') throw new Refusal('show-not-found');
      const host = (await people.findMany([state.hostId])).get(state.hostId);
      void reply.header('cache-control', 'no-store');
      return presentShow(state, host?.displayName ?? '', audienceOf(principal, state));
    },
  );
}
