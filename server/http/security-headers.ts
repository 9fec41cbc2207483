import type { IncomingMessage } from 'node:http';
import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Playlists } from '#media/playlists/playlists.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Fetched ten times a second by players and never shown as a page, so it has none of the headers of one. */
    isForPlayers?: boolean;
  }
}

/** What pages may use of a device; everything that is not named here is left to the browser's own default. */
const permissions = [
  ...['camera', 'microphone', 'display-capture', 'autoplay', 'fullscreen', 'picture-in-picture'],
  ...['screen-wake-lock', 'clipboard-write'],
].map((feature) => `${feature}=(self)`);
const forbidden = ['geolocation', 'payment', 'usb', 'serial', 'hid', 'midi', 'browsing-topics'].map(
  (feature) => `${feature}=()`,
);
export const permissionsPolicy = [...permissions, ...forbidden].join(', ');

const hostPattern = /^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/;

/** What fits cannot end its directive. */
const originPattern = /^https?:\/\/[A-Za-z0-9.:[\]-]+$/;

const hostOf = (request: IncomingMessage): RegExpExecArray | null =>
  hostPattern.exec(String(request.headers[':authority'] ?? request.headers.host ?? ''));

/** Older Safari does not take `'self'` to cover sockets, so our own host is named. A strange Host header adds nothing. */
const ownSockets = (request: IncomingMessage): string => {
  const host = hostOf(request)?.[0];
  return host === undefined ? "'self'" : `ws://${host} wss://${host}`;
};

/**
 * Playlists, segments and posters come from the media worker's own port on the page's own host, or from the edge in
 * front of it. A page whose policy names no such port (it was opened before there was a worker, or the worker has
 * another one since) is refused by its browser and takes the web port, which `'self'` covers.
 */
const ownPlaylists = (
  playlists: Pick<Playlists, 'sourcesFor'>,
  request: IncomingMessage,
): readonly string[] => {
  const name = hostOf(request)?.[1];
  return name === undefined ? [] : playlists.sourcesFor(name).filter((source) => originPattern.test(source));
};

const wantsPage = (request: FastifyRequest): boolean =>
  request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');

/** Strict headers for every answer: no inline script, no frames, nothing loaded from elsewhere. */
export async function registerSecurityHeaders(
  app: FastifyInstance,
  options: {
    readonly hasPublicCertificate: boolean;
    readonly playlists: Pick<Playlists, 'known' | 'sourcesFor'>;
  },
): Promise<void> {
  const { playlists } = options;
  app.addHook('onRequest', async (request) => {
    if (wantsPage(request)) await playlists.known();
  });
  const withPlaylists = (source: (request: IncomingMessage) => string) => (request: IncomingMessage) =>
    [source(request), ...ownPlaylists(playlists, request)].join(' ');
  const blobs = withPlaylists(() => 'blob:');
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', blobs],
        // Players hand recorded or assembled pictures to the media element as blobs.
        mediaSrc: ["'self'", blobs],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", withPlaylists(ownSockets)],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        manifestSrc: ["'self'"],
      },
    },
    // A browser that learned HSTS from a certificate of this machine would lock its owner out of localhost.
    strictTransportSecurity: options.hasPublicCertificate ? { maxAge: 31_536_000 } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.isForPlayers) return;
    void reply.header('permissions-policy', permissionsPolicy);
  });
}
