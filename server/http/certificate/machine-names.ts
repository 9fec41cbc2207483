import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

/** Every name a browser may write to reach this machine, sorted, each once. */
export interface MachineNames {
  readonly dnsNames: readonly string[];
  readonly addresses: readonly string[];
}

/** What this machine is called now. `extra`: configured names and addresses. */
export function namesOfThisMachine(extra: readonly string[]): MachineNames {
  const host = hostname().toLowerCase();
  const own = [host, host.endsWith('.local') ? host : `${host.split('.')[0] ?? host}.local`];
  const names = ['localhost', ...own, ...extra.filter((name) => isIP(name) === 0)];
  const addresses = ['127.0.0.1', '::1', ...networkAddresses(), ...extra.filter((name) => isIP(name) !== 0)];
  return { dnsNames: sortedSet(names.filter(isDnsName)), addresses: sortedSet(addresses) };
}

/**
 * Addresses that other devices of the network can reach, IPv4 first: people type and scan those. Link-local IPv6 is
 * left out, because it needs a zone that no address bar takes.
 */
export function networkAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  const reachable = all.filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address));
  const byFamily = (family: string): string[] =>
    reachable.filter((entry) => entry.family === family).map(({ address }) => address);
  return [...byFamily('IPv4'), ...byFamily('IPv6')];
}

const isDnsName = (name: string): boolean => /^(\*\.)?[a-z0-9]([a-z0-9-.]{0,250}[a-z0-9])?$/i.test(name);

const sortedSet = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
