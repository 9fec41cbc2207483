import type { Registry } from 'prom-client';
import type { FastifyRequest } from 'fastify';
import type { Identity } from '#application/identity/identity.ts';
import { Refusal } from '#protocol/errors.ts';
import type { RouteApp } from './route-app.ts';

interface Deps {
  readonly identity: Pick<Identity, 'verify'>;
  readonly registry: Registry;
  readonly faults: () => Promise<Readonly<Record<string, string>>>;
}

const tags = ['Operations'];
const config = { access: 'public', rateLimit: false } as const;

/** For load balancers, Prometheus and people with a terminal. */
export function registerHealthRoutes(app: RouteApp, { identity, registry, faults }: Deps): void {
  app.get('/healthz', { config, schema: { tags, summary: 'The process answers' } }, async () => ({
    status: 'ok',
  }));
  app.get(
    '/readyz',
    { config, schema: { tags, summary: 'Traffic may come: 200, or 503 with what is missing' } },
    async (_request, reply) => {
      const found = await faults();
      const isReady = Object.keys(found).length === 0;
      void reply.code(isReady ? 200 : 503).header('cache-control', 'no-store');
      return { status: isReady ? 'ready' : 'not-ready', faults: found };
    },
  );
  app.get(
    '/metrics',
    { config, schema: { tags, summary: 'Prometheus metrics; from this machine or with an admin token' } },
    async (request, reply) => {
      if (!isFromThisMachine(request)) await assertAdmin(request, identity);
      void reply.type(registry.contentType).header('cache-control', 'no-store');
      return registry.metrics();
    },
  );
}

const localHosts = ['localhost', '127.0.0.1', '[::1]', '::1'];
const localAddresses = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/**
 * A proxy on this machine speaks for others, so anything forwarded does not count; and a page elsewhere whose name
 * was pointed at 127.0.0.1 (DNS rebinding) gives itself away by its Host header.
 */
function isFromThisMachine(request: FastifyRequest): boolean {
  const isForwarded = ['x-forwarded-for', 'forwarded', 'via'].some(
    (name) => request.headers[name] !== undefined,
  );
  return (
    !isForwarded &&
    localAddresses.includes(request.socket.remoteAddress ?? '') &&
    localHosts.includes(request.hostname)
  );
}

async function assertAdmin(request: FastifyRequest, identity: Pick<Identity, 'verify'>): Promise<void> {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new Refusal('token-missing');
  const { role } = await identity.verify(token);
  if (role !== 'admin') throw new Refusal('forbidden');
}
