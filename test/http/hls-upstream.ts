import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';
import type { HttpDeps } from '#http/http-deps.ts';
import type { ServerCertificate } from '#http/certificate/local-certificate.ts';
import type { Config } from '#config/load.ts';
import { openHttpStand, type HttpStand } from '../support/http-stand.ts';

export const showId = 'show-00000001';
export const playlist = `/hls/${showId}/high/live.m3u8`;

/** Stands for a worker's origin: it notes what reaches it, and answers as the test says. */
export interface Upstream {
  readonly port: number;
  readonly requests: IncomingMessage[];
  /** Requests whose connection ended before their answer. */
  readonly given: IncomingMessage[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
}

export async function openUpstream(t: Test, certificate?: ServerCertificate): Promise<Upstream> {
  const requests: IncomingMessage[] = [];
  const given: IncomingMessage[] = [];
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push(request);
    response.once('close', () => {
      if (!response.writableFinished) given.push(request);
    });
    upstream.answer(request, response);
  };
  const server: Server =
    certificate === undefined
      ? createServer(take)
      : createSecureServer({ cert: certificate.certificate, key: certificate.key }, take);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const upstream: Upstream = {
    // A TCP server that listens has an address with a port.
    port: (server.address() as AddressInfo).port,
    requests,
    given,
    answer: (_request, response) => response.end('#EXTM3U\n'),
  };
  return upstream;
}

/** Every show lives on the worker at this port of this machine. */
export const playlistsAt = (port: number): HttpDeps['playlists'] => ({
  upstreamOf: async () => ({ host: '127.0.0.1', port, certificate: null }),
  known: async () => undefined,
  sourcesFor: () => [],
});

export interface ProxyStand {
  readonly stand: HttpStand;
  readonly upstream: Upstream;
  readonly origin: string;
}

/** The real HTTP side on a port of its own, with the upstream as the home of every show. */
export async function openProxy(
  t: Test,
  overrides: Partial<Config> = {},
  playlists: Partial<HttpDeps['playlists']> = {},
): Promise<ProxyStand> {
  const upstream = await openUpstream(t);
  const stand = await openHttpStand(t, overrides, {
    playlists: { ...playlistsAt(upstream.port), ...playlists },
  });
  const origin = await stand.app.listen({ host: '127.0.0.1', port: 0 });
  return { stand, upstream, origin };
}
