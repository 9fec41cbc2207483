import { chmodSync, mkdirSync, statSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { pskIdentity, pskKey, pskCiphers } from '#protocol/worker-rpc/shared-secret.ts';
import { assertOwnSocketFolder } from '#protocol/worker-rpc/socket-path.ts';

/** Another worker answers on this socket; there must be only one. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

export interface Listener {
  /** Whether new connections still reach this process (another may have taken the path). */
  readonly isOurs: () => boolean;
  close(): void;
}

/**
 * Listens on a unix socket that only this user can open. A socket file that nobody answers is left over from a
 * killed worker and is replaced; where two start in the same moment, the loser notices by `isOurs` and ends.
 */
export async function listenOnSocket(path: string, onStream: (stream: Duplex) => void): Promise<Listener> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  assertOwnSocketFolder(path);
  if (await answers(path)) throw new AlreadyRunning(`a worker already answers on ${path}`);
  try {
    unlinkSync(path);
  } catch {
    // There was none.
  }
  const server = createServer(onStream);
  await listening(server, () => server.listen(path));
  chmodSync(path, 0o600);
  const { ino } = statSync(path);
  return {
    isOurs: () => statSync(path, { throwIfNoEntry: false })?.ino === ino,
    close: () => server.close(),
  };
}

/** Listens for servers on other machines: TLS with the shared secret as key, so there are no certificates to keep. */
export async function listenOnNetwork(
  address: string,
  secret: string,
  onStream: (stream: Duplex) => void,
): Promise<Listener> {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[|\]$/g, '');
  const server = createTlsServer(
    {
      maxVersion: 'TLSv1.2',
      ciphers: pskCiphers,
      pskCallback: (_socket, identity) => (identity === pskIdentity ? pskKey(secret) : null),
    },
    onStream,
  );
  await listening(server, () => server.listen(Number(address.slice(colon + 1)), host));
  return { isOurs: () => true, close: () => server.close() };
}

function listening(server: Server, listen: () => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', resolve);
    listen();
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => {
      resolve(false);
    });
  });
}
