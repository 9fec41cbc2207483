import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import { fastify, LogController, type FastifyBaseLogger } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { registerAccess } from './access.ts';
import { registerErrorAnswers } from './error-answers.ts';
import { registerHlsProxy } from './hls/register-hls-proxy.ts';
import type { HttpDeps } from './http-deps.ts';
import { registerOriginCheck } from './origin-check.ts';
import { registerRateLimits } from './rate-limits.ts';
import { registerAddressRoutes } from './routes/addresses.ts';
import { registerAuctionLogRoutes } from './routes/auction-log.ts';
import { registerBuyerRoutes } from './routes/buyers.ts';
import { registerCommandRoutes } from './routes/commands.ts';
import { registerDocumentationRoutes, registerOpenApi } from './routes/documentation.ts';
import { registerHealthRoutes } from './routes/health.ts';
import { registerLinkRoutes } from './routes/links.ts';
import { registerMediaRoutes } from './routes/media.ts';
import { registerOrderRoutes } from './routes/orders.ts';
import { registerPageRoutes } from './routes/pages.ts';
import { registerPaymentMethodRoutes } from './routes/payment-method.ts';
import { registerPaymentNoticeRoutes } from './routes/payment-notices.ts';
import { registerPeopleRoutes } from './routes/people.ts';
import type { RouteApp } from './routes/route-app.ts';
import { registerSessionRoutes } from './routes/sessions.ts';
import { registerShowRoutes } from './routes/shows.ts';
import { registerSecurityHeaders } from './security-headers.ts';
import { validatorCompiler } from './validation.ts';

/**
 * The HTTP side of the server, not listening yet (listen.ts). Whoever adds to it (the socket) does so before
 * `ready`. Requests pass: security headers, rate limit, origin, session and role, body, schema, handler.
 */
export async function createHttpApp(deps: HttpDeps): Promise<RouteApp> {
  const { config } = deps;
  // pino's logger is what Fastify asks for; the narrower type keeps its generics out of every signature.
  const loggerInstance: FastifyBaseLogger = deps.logger;
  const app: RouteApp = fastify({
    loggerInstance,
    // One line per answer is written by `registerMeasuring`, with the route's pattern and no address.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.bodyBytes,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    // The largest clip over a poor uplink; headers have 60 s of their own (Node's default).
    requestTimeout: 900_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 128 },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  // The types of the views bind; a second description of each answer would only drop what it does not name.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  registerErrorAnswers(app);
  registerMeasuring(app, deps);
  await registerSecurityHeaders(app, {
    hasPublicCertificate: config.certificatePath !== '',
    playlists: deps.playlists,
  });
  await registerRateLimits(app, config);
  await app.register(cors, {
    origin: [...config.publicOrigins],
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
  });
  await app.register(cookie);
  registerOriginCheck(app, config);
  registerAccess(app, deps.identity);
  await registerOpenApi(app);
  await registerRoutes(app, deps);
  return app;
}

async function registerRoutes(app: RouteApp, deps: HttpDeps): Promise<void> {
  const { config, identity, application, people } = deps;
  registerSessionRoutes(app, { identity, people, sessionsPerMinute: config.sessionsPerMinute });
  registerPeopleRoutes(app, identity);
  registerLinkRoutes(app, identity);
  registerShowRoutes(app, { application, people });
  registerCommandRoutes(app, application);
  registerAuctionLogRoutes(app, application);
  await registerMediaRoutes(app, deps);
  await registerBuyerRoutes(app, deps);
  registerOrderRoutes(app, { application, contacts: deps.buyers.contacts });
  registerPaymentMethodRoutes(app, deps);
  await registerPaymentNoticeRoutes(app, deps);
  registerHealthRoutes(app, deps);
  registerAddressRoutes(app, deps);
  registerHlsProxy(app, deps);
  await registerDocumentationRoutes(app);
  await registerPageRoutes(app, deps.clientFolder);
}

function registerMeasuring(app: RouteApp, { metrics }: Pick<HttpDeps, 'metrics'>): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.answered(route, request.method, reply.statusCode, reply.elapsedTime);
    request.log.debug(
      { route, method: request.method, status: reply.statusCode, durationMs: reply.elapsedTime },
      'request answered',
    );
  });
}
