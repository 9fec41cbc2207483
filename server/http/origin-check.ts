import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '#protocol/errors.ts';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * A page of somebody else must not act with our visitor's cookie. Browsers name the origin on every request that
 * changes something; programs other than browsers name none and carry no cookie. Refuses with `origin-refused`.
 */
export function registerOriginCheck(app: FastifyInstance, publicOrigins: readonly string[]): void {
  app.addHook('onRequest', async (request) => {
    if (safeMethods.includes(request.method)) return;
    const { origin } = request.headers;
    const isOurs =
      origin === undefined
        ? !['cross-site', 'same-site'].includes(String(request.headers['sec-fetch-site'] ?? 'none'))
        : origin === ownOrigin(request) || publicOrigins.includes(origin);
    if (!isOurs) throw new Refusal('origin-refused');
  });
}

/** Where this request was sent to, as its browser sees it. */
export const ownOrigin = (request: FastifyRequest): string => `${request.protocol}://${request.host}`;
