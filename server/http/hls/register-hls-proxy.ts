import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientNetwork } from '#application/client-network.ts';
import type { Config } from '#config/load.ts';
import type { Playlists } from '#media/playlists/playlists.ts';
import { errorTable, Refusal } from '#protocol/errors.ts';
import { readHlsPath, type HlsPath } from '#protocol/hls.ts';
import type { RouteApp } from '../routes/route-app.ts';
import { Forwarder } from './forward.ts';
import { ProxySlots, retryAfterMs } from './proxy-slots.ts';

interface Deps {
  readonly config: Pick<Config, 'hlsProxyRequests'>;
  readonly playlists: Pick<Playlists, 'upstreamOf'>;
}

/** `_HLS_msn=7&_HLS_part=2` and what players add against caches; nothing that another server could read otherwise. */
const queryPattern = /^[\w=&.-]{0,200}$/;

/**
 * A page shows a show's poster where there is one, and nobody knows that before he asks: a show that just began has none
 * yet. An answer that says so is no error, of which browsers make a line in the console.
 */
const posterFile = 'poster.jpg';
const isOfPoster = ({ raw }: FastifyRequest): boolean =>
  readHlsPath((raw.url ?? '').split('?', 1)[0] ?? '')?.file === posterFile;
const withoutPoster = (reply: FastifyReply): FastifyReply =>
  reply.code(204).header('cache-control', 'public, max-age=2').send();

/** Playlists carry no secret of the page: whoever has the address may read, as at the worker's own port. */
const openToAll = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'age, content-length, content-range, date',
  'x-content-type-options': 'nosniff',
};
const preflight = {
  ...openToAll,
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'range, if-none-match',
  'access-control-max-age': '86400',
};

/**
 * `/hls/*`: what a worker serves at its own port, for whoever reaches only this one. A player asks ten times a second
 * for small answers, so none of them carries the headers of a page or counts against a limit per minute. Whether a
 * path needs a token is for the worker to say.
 */
export function registerHlsProxy(app: RouteApp, { config, playlists }: Deps): void {
  const slots = new ProxySlots(config.hlsProxyRequests);
  const forwarder = new Forwarder();
  const underWay = new Set<AbortController>();
  // A server that ends waits for its answers, and a blocking reload would make it wait for seconds.
  app.addHook('preClose', async () => underWay.forEach((one) => one.abort()));
  app.addHook('onClose', async () => forwarder.close());
  app.route({
    method: ['GET', 'HEAD', 'OPTIONS'],
    url: '/hls/*',
    config: { access: 'public', isForPlayers: true, cors: false, rateLimit: false },
    helmet: false,
    schema: { hide: true },
    handler: async (request, reply) => {
      void reply.headers(openToAll);
      try {
        return await answer(request, reply);
      } catch (error) {
        if (isOfPoster(request)) return withoutPoster(reply);
        const isForNow = error instanceof Refusal && errorTable[error.code].httpStatus === 503;
        if (isForNow) void reply.header('retry-after', String(retryAfterMs / 1000));
        throw error;
      }
    },
  });

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { path, wanted } = readAddress(request);
    if (request.method === 'OPTIONS') return reply.code(204).headers(preflight).send();
    const gone = new AbortController();
    const giveBack = slots.take(clientNetwork(request.ip));
    underWay.add(gone);
    reply.raw.once('close', () => {
      giveBack();
      underWay.delete(gone);
      gone.abort();
    });
    const upstream = await playlists.upstreamOf(wanted);
    const method = request.method === 'HEAD' ? 'HEAD' : 'GET';
    const answered = await forwarder.send(upstream, {
      method,
      path,
      headers: request.headers,
      gone: gone.signal,
    });
    if (answered.status >= 400 && wanted.file === posterFile) {
      answered.body.resume();
      return withoutPoster(reply);
    }
    return reply.code(answered.status).headers(answered.headers).send(answered.body);
  }
}

/** What was asked for, byte by byte as it came: it is passed on only where it is one of our own addresses. */
function readAddress({ raw }: FastifyRequest): { readonly path: string; readonly wanted: HlsPath } {
  const address = raw.url ?? '';
  const mark = address.indexOf('?');
  const found = readHlsPath(mark === -1 ? address : address.slice(0, mark));
  if (found === null) throw new Refusal('method-unknown');
  if (mark !== -1 && !queryPattern.test(address.slice(mark + 1))) throw new Refusal('request-invalid');
  return { path: address, wanted: found };
}
