import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#protocol/errors.ts';
import { answer } from '../error-answers.ts';
import type { RouteApp } from './route-app.ts';

/** Addresses of the browser app; it finds the page by the path itself. */
export const pagePaths = [
  '/',
  '/enter',
  '/account',
  '/operator',
  '/studio',
  '/studio/:showId',
  '/watch/:showId',
  '/camera/:showId',
  '/sale/:showId',
  '/till',
  '/shop',
  '/shop/:part',
  '/orders',
  '/orders/:orderId',
  '/moderation',
  '/moderation/:showId',
] as const;

const page = { config: { access: 'public' }, schema: { hide: true } } as const;

/** The built browser app: pages are asked for anew each time, what carries a hash in its name is kept for ever. */
export async function registerPageRoutes(app: RouteApp, clientFolder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: clientFolder,
    wildcard: true,
    index: false,
    redirect: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.includes('/assets/');
      void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const path of pagePaths) app.get(path, page, (_request, reply) => sendApp(reply, clientFolder));
  app.setNotFoundHandler((request, reply) => {
    if (!wantsPage(request)) return answer(reply, new Refusal('method-unknown'));
    return sendApp(reply.code(404), clientFolder);
  });
}

/** A person who mistyped gets the app's own "not found"; a program gets the error table. */
const wantsPage = (request: FastifyRequest): boolean =>
  request.method === 'GET' &&
  !/^\/(api|media|assets)(\/|$)/.test(request.url) &&
  (request.headers.accept ?? '').includes('text/html');

function sendApp(reply: FastifyReply, clientFolder: string): FastifyReply {
  if (existsSync(join(clientFolder, 'index.html'))) return reply.sendFile('index.html');
  return reply
    .code(503)
    .type('text/plain; charset=utf-8')
    .send('The browser app is not built yet. `npm start` builds it.\n');
}
