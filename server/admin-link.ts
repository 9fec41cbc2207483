import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomIds } from '#application/id-source.ts';
import type { CredentialStore } from '#application/identity/credential-store.ts';
import { mainShopId } from '#application/streams.ts';
import { loadConfig, type Config } from '#config/load.ts';
import { createRedisCredentialStore } from '#storage/identity/redis-credential-store.ts';
import { createSqliteCredentialStore } from '#storage/identity/sqlite-credential-store.ts';
import { createLogger } from '#telemetry/logger.ts';
import { openRedis } from './foundation/redis-connection.ts';
import { explainFailure } from './start-up/failure.ts';
import { makeOperatorLink } from './start-up/operator-link.ts';
import { localOrigin } from './start-up/reachable.ts';

/** A day is enough to open it, also when it is sent to oneself. */
const lifeMs = 24 * 3_600_000;

/** Where the servers look for links: Redis where `REDIS_URL` says so, else the data folder. */
async function openCredentials(config: Config): Promise<CredentialStore> {
  if (config.redisUrl !== '') {
    const redis = await openRedis(config, 'admin-link', createLogger(config, { service: 'admin-link' }));
    const store = createRedisCredentialStore(redis, mainShopId);
    return { ...store, close: async () => redis.disconnect() };
  }
  const path = join(config.dataDir, 'identity.db');
  if (!existsSync(path)) {
    throw new Error(`There is no server in ${config.dataDir} yet. Start it once: npm start`);
  }
  return createSqliteCredentialStore(path);
}

/**
 * `npm run admin-link`: a way back in for an operator who lost his link. Whoever may write the data folder, or Redis, is
 * the operator; works beside running servers, which see the new link at once.
 */
async function main(): Promise<void> {
  process.umask(0o077);
  const config = loadConfig(process.env);
  const credentials = await openCredentials(config);
  try {
    const secret = await makeOperatorLink({ credentials, ids: randomIds, nowMs: Date.now }, lifeMs);
    const origin = localOrigin(
      await readFile(join(config.dataDir, 'addresses.json'), 'utf8').catch(() => ''),
    );
    const hint =
      origin === undefined ? '\n  The server does not run now; put its address before the link.' : '';
    process.stdout.write(
      `\n  A link for the operator, good for a day:\n  ${origin ?? ''}/enter#${secret}\n${hint}\n`,
    );
  } finally {
    await credentials.close();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(
    `\n${error instanceof Error && !('code' in error) ? error.message : explainFailure(error)}\n`,
  );
  process.exitCode = 1;
}
