import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** What pages may use of a device; everything that is not named here is left to the browser's own default. */
const permissions = [
  ...['camera', 'microphone', 'display-capture', 'autoplay', 'fullscreen', 'picture-in-picture'],
  ...['screen-wake-lock', 'clipboard-write'],
].map((feature) => `${feature}=(self)`);
const forbidden = ['geolocation', 'payment', 'usb', 'serial', 'hid', 'midi', 'browsing-topics'].map(
  (feature) => `${feature}=()`,
);
export const permissionsPolicy = [...permissions, ...forbidden].join(', ');

const hostPattern = /^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/;

/** Older Safari does not take `'self'` to cover sockets, so our own host is named. A strange Host header adds nothing. */
const ownSockets = (request: IncomingMessage, _response: ServerResponse): string => {
  const host = String(request.headers[':authority'] ?? request.headers.host ?? '');
  return hostPattern.test(host) ? `ws://${host} wss://${host}` : "'self'";
};

/** Strict headers for every answer: no inline script, no frames, nothing loaded from elsewhere. */
export async function registerSecurityHeaders(
  app: FastifyInstance,
  options: { readonly hasPublicCertificate: boolean },
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        // Players hand recorded or assembled pictures to the media element as blobs.
        mediaSrc: ["'self'", 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", ownSockets],
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
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('permissions-policy', permissionsPolicy);
  });
}
