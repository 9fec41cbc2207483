import type { ServerAddresses } from '#protocol/views.ts';
import { Refusal } from '#protocol/errors.ts';
import type { RouteApp } from './route-app.ts';

interface Deps {
  readonly addresses: () => ServerAddresses;
  readonly authority: () => Uint8Array | undefined;
}

/** How other devices get here: addresses for QR codes, and the certificate they must trust. */
export function registerAddressRoutes(app: RouteApp, { addresses, authority }: Deps): void {
  app.get(
    '/api/addresses',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['Operations'], summary: 'Where other devices reach this server' },
    },
    async () => addresses(),
  );
  app.get(
    '/ca.crt',
    {
      config: { access: 'public' },
      schema: {
        tags: ['Operations'],
        summary: 'Root certificate of this machine, to be installed on a phone',
      },
    },
    async (_request, reply) => {
      const certificate = authority();
      if (certificate === undefined) throw new Refusal('method-unknown');
      void reply.type('application/x-x509-ca-cert').header('cache-control', 'no-cache');
      return reply
        .header('content-disposition', 'attachment; filename="popstage-ca.crt"')
        .send(Buffer.from(certificate));
    },
  );
}
