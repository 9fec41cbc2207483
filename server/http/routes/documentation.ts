import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { RouteApp } from './route-app.ts';

/** Generated from the tables by `node scripts/docs.ts`; a repository test keeps it up to date. */
const protocolPage = new URL('../../protocol/docs/socket.html', import.meta.url);

/** Must come before the routes it is to list. */
export async function registerOpenApi(app: RouteApp): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Popstage',
        version: '1',
        description: 'Commands and reading over HTTP. The socket protocol is described under /api/protocol.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ token: [] }],
    },
  });
}

/** The browsable OpenAPI page and the page of the socket protocol. */
export async function registerDocumentationRoutes(app: RouteApp): Promise<void> {
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    logLevel: 'warn',
    theme: { title: 'Popstage API' },
  });
  app.get(
    '/api/protocol',
    { config: { access: 'public' }, schema: { hide: true } },
    async (_request, reply) => {
      const page = await readFile(protocolPage, 'utf8');
      void reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache');
      void reply.header('content-security-policy', policyFor(page));
      return page;
    },
  );
}

/** The generated page carries its own style; its hash allows exactly that and no other. */
function policyFor(page: string): string {
  const styles = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(
    ([, style = '']) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  );
  return `default-src 'none'; style-src ${styles.join(' ')}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
