import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { clientNetwork } from '#application/client-network.ts';
import type { Config } from '#config/load.ts';
import { Refusal } from '#protocol/errors.ts';

/** Addresses remembered at once; the one not heard of for longest is forgotten first. */
const rememberedAddresses = 10_000;

/** One bucket per address (a /64 for IPv6) over all routes; routes may set a narrower one of their own. */
export async function registerRateLimits(
  app: FastifyInstance,
  config: Pick<Config, 'requestsPerMinute'>,
): Promise<void> {
  await app.register(rateLimit, {
    max: config.requestsPerMinute,
    timeWindow: 60_000,
    cache: rememberedAddresses,
    keyGenerator: ({ ip }) => clientNetwork(ip),
    // Thrown as it is, so that the one error handler answers it like any other refusal.
    errorResponseBuilder: (_request, { ttl }) => new Refusal('rate-limited', { retryAfterMs: ttl }),
  });
}
