const form =
  /^(?<scheme>rediss?|redis-sentinel):\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/@]+)(?:\/(?<path>.*))?$/;

const ports = { redis: 6379, sentinel: 26_379 };

interface Address {
  readonly host: string;
  readonly port: number;
}

/** What ioredis takes. */
export type RedisPlace = {
  readonly username?: string;
  readonly password?: string;
  readonly db: number;
} & (
  | (Address & { readonly tls?: Record<string, never> })
  | { readonly sentinels: Address[]; readonly name: string }
);

/**
 * Where `REDIS_URL` points: one Redis, with TLS (`rediss:`), or a master that Sentinels know by name
 * (`redis-sentinel://user:password@one:26379,two:26379/mymaster/0`; the password is the master's). Expects the form
 * that config/redis.ts checks.
 */
export function redisOptions(url: string): RedisPlace {
  const { scheme, user = '', password = '', hosts = '', path = '' } = form.exec(url)?.groups ?? {};
  const auth = {
    ...(user === '' ? {} : { username: decodeURIComponent(user) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
  if (scheme === 'redis-sentinel') {
    const [name = '', database = '0'] = path.split('/');
    const sentinels = hosts.split(',').map((item) => address(item, ports.sentinel));
    return { ...auth, sentinels, name, db: Number(database) };
  }
  const tls = scheme === 'rediss' ? { tls: {} } : {};
  return { ...auth, ...tls, ...address(hosts, ports.redis), db: Number(path) };
}

function address(text: string, defaultPort: number): Address {
  const [, host = text, port] = /^(.*?)(?::(\d+))?$/.exec(text) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? defaultPort : Number(port) };
}
