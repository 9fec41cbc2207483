import type { CredentialStore } from '#application/identity/credential-store.ts';
import { randomIds } from '#application/id-source.ts';
import type { Config } from '#config/load.ts';
import type { ShowId } from '#domain/ids.ts';
import type { Listeners } from '#http/listeners.ts';
import { bannerText } from './banner.ts';
import { isClientBuilt } from './client-folder.ts';
import { linkForStart } from './operator-link.ts';
import { reachable, writeAddresses } from './reachable.ts';

/** Tells people (the banner) and tools (`addresses.json`) how to get here. */
export async function announce(parts: {
  readonly config: Config;
  readonly listeners: Listeners;
  readonly credentials: CredentialStore;
  readonly demoShowId: ShowId | undefined;
  /** What an answered command has survived, in plain words. */
  readonly durability: string;
}): Promise<void> {
  const { config, listeners, credentials, demoShowId, durability } = parts;
  const where = reachable(config, listeners);
  const deps = { credentials, ids: randomIds, nowMs: Date.now };
  const adminSecret = await linkForStart(deps, process.stdout.isTTY);
  await writeAddresses(config.dataDir, listeners, where);
  process.stdout.write(
    bannerText({
      reachable: where,
      listening: [listeners.http, listeners.https],
      adminSecret,
      hasClient: isClientBuilt(),
      durability,
      demoShowId,
    }),
  );
}
