import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { Application } from '#application/application.ts';
import { Refusal } from '#protocol/errors.ts';
import { LotIdSchema, ShowIdSchema } from '#protocol/ids.ts';
import { shut, type RouteApp } from './route-app.ts';

const OneLot = Type.Object({ showId: ShowIdSchema, lotId: LotIdSchema }, shut);
const config = { access: 'public' } as const;
const tags = ['Auctions'];

/** What anybody needs to check a lot that is over: its log, and the key that receipts are signed with. */
export function registerAuctionLogRoutes(app: RouteApp, application: Pick<Application, 'bidLog'>): void {
  app.get(
    '/api/auction-key',
    { config, schema: { tags, summary: 'The key that signs receipts for bids' } },
    () => ({ algorithm: 'Ed25519', publicKey: application.bidLog.publicKey }),
  );
  app.get(
    '/api/shows/:showId/lots/:lotId/log',
    { config, schema: { tags, summary: 'The log of a lot that is over, as JSON lines', params: OneLot } },
    async (request, reply) => {
      const { showId, lotId } = request.params;
      const lines = await application.bidLog.publish(showId, lotId);
      if (lines === undefined) throw new Refusal('lot-not-found');
      void reply
        .type('application/jsonl; charset=utf-8')
        .header('content-disposition', `attachment; filename="lot-${lotId}.jsonl"`)
        .header('cache-control', 'no-store');
      return Readable.from(lines);
    },
  );
}
