import { lookup as resolve } from 'node:dns';
import { Agent } from 'node:https';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

/** Networks that no service of the public internet is in (IANA special-purpose registries, RFC 6890). */
const special = new BlockList();
const ipv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const ipv6: readonly (readonly [string, number])[] = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
for (const [network, bits] of ipv4) special.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of ipv6) special.addSubnet(network, bits, 'ipv6');

/** Whether an IP address is one of the public internet; an IPv4 address inside an IPv6 one is judged as what it is. */
export const isPublicAddress = (address: string): boolean =>
  isIP(address) !== 0 && !special.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** Thrown into a connection that was about to leave for a private network. */
export class PrivateAddressError extends Error {
  readonly code = 'EPRIVATE';

  constructor() {
    super('the address is not one of the public internet');
    this.name = 'PrivateAddressError';
  }
}

/**
 * Judges what a name resolves to at the moment of connecting, so that a name that changes its address between check
 * and use (DNS rebinding) gains nothing.
 */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) return callback(error, []);
    const open = found.filter(({ address }) => isPublicAddress(address));
    const [first] = open;
    if (first === undefined) return callback(new PrivateAddressError(), []);
    return options.all === true ? callback(null, open) : callback(null, first.address, first.family);
  });
};

/** For requests to addresses that strangers name. Addresses without a name are not looked up: check those before. */
export const createPublicAgent = (): Agent =>
  new Agent({ lookup: publicLookup, keepAlive: true, maxSockets: 8 });
