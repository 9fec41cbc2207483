import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { pskCiphers, pskIdentity, pskKey } from '#protocol/worker-rpc/shared-secret.ts';
import { assertOwnSocketFolder } from '#protocol/worker-rpc/socket-path.ts';

/** Where a worker listens. */
export type WorkerAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'network'; readonly host: string; readonly port: number; readonly secret: string };

/** The name of an address in placement records and logs. Holds no secret. */
export const addressName = (address: WorkerAddress): string =>
  address.kind === 'socket' ? 'local' : `${address.host}:${address.port}`;

/** Reads one item of `MEDIA_WORKERS`, `host:port`. */
export function networkAddress(item: string, secret: string): WorkerAddress {
  const colon = item.lastIndexOf(':');
  const host = item.slice(0, colon).replace(/^\[|\]$/g, '');
  return { kind: 'network', host, port: Number(item.slice(colon + 1)), secret };
}

/** Opens a connection. Rejects with the system's error when nobody answers, or in `timeoutMs`. */
export async function dial(address: WorkerAddress, timeoutMs: number): Promise<Duplex> {
  if (address.kind === 'socket') assertOwnSocketFolder(address.path);
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const stream =
    address.kind === 'socket'
      ? connect(address.path, () => {
          resolve(stream);
        })
      : connectTls(
          {
            host: address.host,
            port: address.port,
            maxVersion: 'TLSv1.2',
            ciphers: pskCiphers,
            pskCallback: () => ({ psk: pskKey(address.secret), identity: pskIdentity }),
            // The shared key proves both sides; there are no certificates to look at.
            checkServerIdentity: () => undefined,
          },
          () => {
            resolve(stream);
          },
        );
  stream.once('error', reject);
  const late = setTimeout(() => stream.destroy(new Error('nobody answered in time')), timeoutMs);
  promise.then(
    () => {
      clearTimeout(late);
    },
    () => {
      clearTimeout(late);
    },
  );
  return promise;
}
