import { rm } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Config } from '#config/load.ts';
import { writePrivateFile } from '#config/private-file.ts';
import { networkAddresses } from '#http/certificate/machine-names.ts';
import type { Listeners, Listening } from '#http/listeners.ts';
import type { ServerAddresses } from '#protocol/views.ts';

/** Where this server can be reached right now; `addresses.json` in the data folder says the same to tools and tests. */
export interface Reachable extends ServerAddresses {
  /** For this machine only. */
  readonly local: string;
}

const fileName = 'addresses.json';
const anyAddress = ['::', '0.0.0.0', ''];

/** Asked anew each time, because a laptop changes networks while it runs. */
export function reachable(
  config: Pick<Config, 'publicOrigins' | 'certificatePath'>,
  listeners: Pick<Listeners, 'http' | 'https'>,
): Reachable {
  const { http, https } = listeners;
  const local = origin(
    'http',
    isLoopback(http.host) || isAny(http.host) ? 'localhost' : http.host,
    http.port,
  );
  const network =
    https === undefined ? [] : addressesOf(https).map((host) => origin('https', host, https.port));
  const open = isLoopback(http.host) ? [] : addressesOf(http).map((host) => origin('http', host, http.port));
  const origins = [...new Set([...config.publicOrigins, ...network, ...open])];
  const needsAuthority =
    https !== undefined && config.certificatePath === '' && config.publicOrigins.length === 0;
  return { local, origins: origins.length > 0 ? origins : [local], needsAuthority };
}

/**
 * The origin that a written link begins with: the one its reader used where that is ours, else the best one. Never
 * what a request claims about itself, or anybody could have links mailed that lead to him.
 */
export function linkOrigin(
  config: Pick<Config, 'publicOrigins' | 'certificatePath'>,
  listeners: Pick<Listeners, 'http' | 'https'>,
  preferred?: string,
): string {
  const { local, origins } = reachable(config, listeners);
  // Two names of one machine, and a browser keeps the session of each apart.
  const locals = [local, local.replace('//localhost:', '//127.0.0.1:')];
  const known = [...origins, ...locals].find((candidate) => candidate === preferred);
  return known ?? origins[0] ?? local;
}

const isLoopback = (host: string): boolean => ['127.0.0.1', '::1', 'localhost'].includes(host);
const isAny = (host: string): boolean => anyAddress.includes(host);

const addressesOf = ({ host }: Listening): readonly string[] => (isAny(host) ? networkAddresses() : [host]);

const origin = (scheme: 'http' | 'https', host: string, port: number): string =>
  `${scheme}://${isIPv6(host) ? `[${host}]` : host}:${port}`;

/** For tools of the same user: ports in force, origins, process. Holds no secret. */
export async function writeAddresses(
  dataDir: string,
  listeners: Pick<Listeners, 'http' | 'https'>,
  { local, origins, needsAuthority }: Reachable,
): Promise<void> {
  const facts = {
    processId: process.pid,
    local,
    origins,
    needsAuthority,
    httpPort: listeners.http.port,
    httpsPort: listeners.https?.port ?? null,
  };
  await writePrivateFile(join(dataDir, fileName), `${JSON.stringify(facts, undefined, 2)}\n`);
}

export const removeAddresses = (dataDir: string): Promise<void> =>
  rm(join(dataDir, fileName), { force: true });

/** The server's own address, as `addresses.json` has it; `undefined` while none runs. */
export function localOrigin(addressesText: string): string | undefined {
  return /"local": "(https?:\/\/[^"\s]+)"/.exec(addressesText)?.[1];
}
