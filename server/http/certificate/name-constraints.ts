import { BlockList, isIPv4 } from 'node:net';
import type { MachineNames } from './machine-names.ts';

/**
 * What a root certificate of ours may speak for: private networks, this machine's names, and nothing else of the
 * internet, so that whoever installs it on a phone risks little if the key is stolen (RFC 5280 section 4.2.1.10).
 */
export interface NameConstraints {
  readonly dnsNames: readonly string[];
  /** `[network, prefix length]` */
  readonly networks: readonly (readonly [string, number])[];
}

/** RFC 1918, 6598, 3927, 4193, 4291 and loopback. */
const privateNetworks: NameConstraints['networks'] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
];

/** Private networks and `.local`, and beyond them exactly the names this machine has today. */
export function constraintsFor({ dnsNames, addresses }: MachineNames): NameConstraints {
  const general: NameConstraints = { dnsNames: ['localhost', 'local'], networks: privateNetworks };
  const outside = addresses.filter((address) => !coversAddress(general, address));
  const single = outside.map((address) => [address, isIPv4(address) ? 32 : 128] as const);
  const names = dnsNames.map((name) => name.replace(/^\*\./, ''));
  return {
    dnsNames: [...new Set([...general.dnsNames, ...names])],
    networks: [...privateNetworks, ...single],
  };
}

/** The names a certificate under these constraints may carry; browsers refuse it whole for one name outside. */
export const within = (
  constraints: NameConstraints,
  { dnsNames, addresses }: MachineNames,
): MachineNames => ({
  dnsNames: dnsNames.filter((name) =>
    constraints.dnsNames.some((allowed) => name === allowed || name.endsWith(`.${allowed}`)),
  ),
  addresses: addresses.filter((address) => coversAddress(constraints, address)),
});

function coversAddress({ networks }: NameConstraints, address: string): boolean {
  const list = new BlockList();
  for (const [network, prefix] of networks) {
    list.addSubnet(network, prefix, isIPv4(network) ? 'ipv4' : 'ipv6');
  }
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** The extension's value in DER; the certificate library has no class of its own for it. */
export function encodeConstraints({ dnsNames, networks }: NameConstraints): Buffer {
  const names = dnsNames.map((name) => element(0x82, Buffer.from(name, 'ascii')));
  const blocks = networks.map(([network, prefix]) => {
    const bytes = addressBytes(network);
    return element(0x87, Buffer.concat([bytes, maskBytes(bytes.length, prefix)]));
  });
  const subtrees = [...names, ...blocks].map((base) => element(0x30, base));
  return element(0x30, element(0xa0, Buffer.concat(subtrees)));
}

/** One DER element; definite lengths below 64 kB are all that is needed here. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const header =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), content]);
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [left = '', right] = address.split('::');
  const groups = (text: string | undefined): number[] =>
    text === undefined || text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [head, tail] = [groups(left), groups(right)];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return Buffer.from([...head, ...zeros, ...tail].flatMap((group) => [group >> 8, group & 0xff]));
}

const maskBytes = (length: number, prefix: number): Buffer =>
  Buffer.from(
    Array.from({ length }, (_, index) => {
      const bits = Math.min(8, Math.max(0, prefix - index * 8));
      return (0xff << (8 - bits)) & 0xff;
    }),
  );
