import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '#config/load.ts';
import { Refusal } from '#protocol/errors.ts';
import { namesOfThisMachine } from './certificate/machine-names.ts';

type OriginConfig = Pick<Config, 'publicOrigins' | 'certificateNames'>;

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * A page of somebody else must not act with our visitor's cookie, nor open the socket. Browsers name the origin on
 * every request that changes something and on every socket (RFC 6455 section 10.2); programs other than browsers name
 * none and carry no cookie. Refuses with `origin-refused`.
 */
export function registerOriginCheck(app: FastifyInstance, config: OriginConfig): void {
  const isOwnHost = ownHosts(config);
  app.addHook('onRequest', async (request) => {
    const { origin, upgrade } = request.headers;
    if (safeMethods.includes(request.method) && upgrade === undefined) return;
    const isOurs =
      origin === undefined
        ? !['cross-site', 'same-site'].includes(String(request.headers['sec-fetch-site'] ?? 'none'))
        : config.publicOrigins.includes(origin) || (origin === ownOrigin(request) && isOwnHost(request));
    if (!isOurs) throw new Refusal('origin-refused');
  });
}

/** Where this request was sent to, as its browser sees it. */
const ownOrigin = (request: FastifyRequest): string => `${request.protocol}://${request.host.toLowerCase()}`;

/**
 * Under which names this machine answers as itself. A stranger's name that he points at our address (DNS rebinding)
 * is not among them; a bare address needs no name server, so nobody can point it elsewhere.
 */
function ownHosts({ certificateNames }: OriginConfig): (request: FastifyRequest) => boolean {
  const { dnsNames } = namesOfThisMachine(certificateNames);
  return (request) => {
    const name = request.hostname.toLowerCase().replace(/^\[|\]$/g, '');
    const wildcard = name.replace(/^[^.]+/, '*');
    return isIP(name) !== 0 || dnsNames.includes(name) || dnsNames.includes(wildcard);
  };
}
