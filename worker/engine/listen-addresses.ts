import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { types } from 'mediasoup';

/** Where media is received: bound address, and the one told to browsers where they differ (NAT). */
export interface ListenAddress {
  readonly ip: string;
  readonly announced?: string;
}

/** More than this is a machine full of container bridges, and every candidate costs each viewer a check. */
const maximumAddresses = 8;
const attempts = 20;

/** Reads `MEDIA_LISTEN`; without any, 127.0.0.1 and every address of this machine that others could reach. */
export function listenAddresses(configured: readonly string[]): readonly ListenAddress[] {
  if (configured.length > 0) {
    return configured.map((item) => {
      const [ip = '', announced] = item.split('@');
      return announced === undefined ? { ip } : { ip, announced };
    });
  }
  const reachable = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    // Link-local addresses need a zone that candidates cannot carry.
    .filter(
      ({ internal, address }) => !internal && !address.startsWith('fe80:') && !address.startsWith('169.254.'),
    )
    .map(({ address }) => ({ ip: address }));
  return [...reachable.slice(0, maximumAddresses - 1), { ip: '127.0.0.1' }];
}

/** UDP and TCP on one port of every address. UDP stands first: browsers try candidates in this order of priority. */
export const listenInfos = (addresses: readonly ListenAddress[], port: number): types.TransportListenInfo[] =>
  (['udp', 'tcp'] as const).flatMap((protocol) =>
    addresses.map(({ ip, announced }) => ({
      protocol,
      ip,
      port,
      ...(announced === undefined ? {} : { announcedAddress: announced }),
    })),
  );

/** A port that is free for UDP and TCP on all addresses right now. Another process may still win the race for it. */
export async function freePort(addresses: readonly ListenAddress[]): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    // The dynamic range of Linux starts at 32768; below it nobody's outgoing connection takes our port away.
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await Promise.all(addresses.flatMap(({ ip }) => [isUdpFree(ip, port), isTcpFree(ip, port)]));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`no media port is free on ${addresses.map(({ ip }) => ip).join(', ')}`);
}

function isUdpFree(ip: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(ip.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind(port, ip, () => {
      socket.close(() => {
        resolve(true);
      });
    });
  });
}

function isTcpFree(ip: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ host: ip, port }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
