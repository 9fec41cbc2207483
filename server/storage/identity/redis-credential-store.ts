import type { Redis } from 'ioredis';
import type { ShopId } from '#domain/ids.ts';
import type { CredentialStore, StoredLink, StoredSession } from '#application/identity/credential-store.ts';
import type { LuaScript } from '../redis/lua-script.ts';
import { fieldsOf, toFields, toLink, toSession } from './credential-fields.ts';
import * as scripts from './credential-scripts.ts';

/** One call of the script that forgets blocks Redis for some 5 ms at most. */
const forgottenAtOnce = 500;

/**
 * Credentials that all servers of a shop share. Each method is one command or script, hence atomic; how durable it is
 * when it resolves is what Redis is set to (`appendfsync`). The connection is the caller's to close.
 */
export function createRedisCredentialStore(redis: Redis, shopId: ShopId): CredentialStore {
  const prefix = `{${shopId}}:identity:`;
  const run = (script: LuaScript, ...args: readonly (string | number)[]): Promise<unknown> =>
    script(redis, [prefix], args);
  const readAll = async (kind: string, ids: readonly string[]): Promise<readonly Record<string, string>[]> =>
    Promise.all(ids.map((id) => redis.hgetall(`${prefix}${kind}:${id}`)));
  const latest = (index: string, limit: number): Promise<string[]> =>
    redis.zrevrange(`${prefix}${index}`, 0, limit - 1);
  return {
    async addSession(fresh) {
      const { sessionId, linkId, createdAtMs } = fresh;
      const kept = { lastSeenAtMs: createdAtMs, rotatedAtMs: createdAtMs, revokedAtMs: null };
      const session: StoredSession = { ...fresh, ...kept, generation: 1, confirmedGeneration: 0 };
      const write = redis
        .multi()
        .hset(`${prefix}session:${sessionId}`, toFields(session))
        .zadd(`${prefix}sessions:by-age`, createdAtMs, sessionId)
        .zadd(`${prefix}sessions:by-use`, createdAtMs, sessionId);
      if (fresh.role !== 'viewer') write.zadd(`${prefix}sessions:crew`, createdAtMs, sessionId);
      if (linkId !== null) write.sadd(`${prefix}link-sessions:${linkId}`, sessionId);
      await done(write.exec());
      return session;
    },
    findSession: async (sessionId) => toSession(await redis.hgetall(`${prefix}session:${sessionId}`)),
    rotateSession: async (sessionId, generation, nowMs) =>
      toSession(fieldsOf(await run(scripts.rotateSession, sessionId, generation, nowMs))),
    async confirmSession(sessionId, generation) {
      await run(scripts.confirmSession, sessionId, generation);
    },
    revokedSince: (sinceMs) => redis.zrange(`${prefix}sessions:ended`, String(sinceMs), '+inf', 'BYSCORE'),
    revokeSession: async (sessionId, nowMs) => (await run(scripts.revokeSession, sessionId, nowMs)) === 1,
    listSessions: async (limit) =>
      (await readAll('session', await latest('sessions:by-age', limit))).flatMap(
        (fields) => toSession(fields) ?? [],
      ),
    async listCrewSessions(limit) {
      const sessionIds = await redis.zrevrange(`${prefix}sessions:crew`, 0, -1);
      const living: StoredSession[] = [];
      const gone: string[] = [];
      for (const [index, fields] of (await readAll('session', sessionIds)).entries()) {
        const session = toSession(fields);
        if (session?.revokedAtMs === null) living.push(session);
        else gone.push(sessionIds[index] ?? '');
      }
      // A session that ended never comes back, so its entry in the index goes when it is seen.
      if (gone.length > 0) await redis.zrem(`${prefix}sessions:crew`, ...gone);
      return living.slice(0, limit);
    },
    async forgetSessions(beforeMs) {
      let sum = 0;
      for (;;) {
        const count = Number(await run(scripts.forgetSessions, beforeMs, forgottenAtOnce));
        sum += count;
        if (count < forgottenAtOnce) return sum;
      }
    },
    async addLink(link: StoredLink) {
      const write = redis
        .multi()
        .hset(`${prefix}link:${link.linkId}`, toFields(link))
        .hset(`${prefix}links:by-secret`, link.secretHash, link.linkId)
        .zadd(`${prefix}links:by-age`, link.createdAtMs, link.linkId);
      await done(write.exec());
    },
    findLink: async (linkId) => toLink(await redis.hgetall(`${prefix}link:${linkId}`)),
    takeLink: async (secretHash, nowMs) => toLink(fieldsOf(await run(scripts.takeLink, secretHash, nowMs))),
    revokeLink: async (linkId, nowMs) => {
      const ended = await run(scripts.revokeLink, linkId, nowMs);
      return Array.isArray(ended) ? ended.map(String) : [];
    },
    listLinks: async (limit) =>
      (await readAll('link', await latest('links:by-age', limit))).flatMap((fields) => toLink(fields) ?? []),
    close: async () => undefined,
  };
}

/** A transaction resolves also when one of its commands was refused. */
async function done(replies: Promise<[error: Error | null, result: unknown][] | null>): Promise<void> {
  for (const [error] of (await replies) ?? []) if (error !== null) throw error;
}
