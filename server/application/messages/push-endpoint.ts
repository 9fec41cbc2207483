import { isIP } from 'node:net';
import { Refusal } from '#protocol/errors.ts';
import { isPublicAddress } from './public-address.ts';

/** The longest that a push service uses has some 500. */
const maximumLength = 1000;
const inNetworkNames = /(^|\.)(localhost|local|internal|lan|home\.arpa)$/i;

/**
 * Refuses with `push-endpoint-refused` what is no push service on the public internet: the server will send requests
 * there, and a browser of ours is not the only one who can name an address. `allowsPrivate` is for tests and closed
 * networks. What a name resolves to is judged again when connecting (public-address.ts).
 */
export function assertPushEndpoint(endpoint: string, allowsPrivate: boolean): void {
  const url = endpoint.length <= maximumLength && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw new Refusal('push-endpoint-refused');
  }
  if (allowsPrivate) return;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isName = isIP(host) === 0;
  const isOpen = isName ? host.includes('.') && !inNetworkNames.test(host) : isPublicAddress(host);
  if (!isOpen || url.port !== '') throw new Refusal('push-endpoint-refused');
}
