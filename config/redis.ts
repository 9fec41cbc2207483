import { integer, text, type Field } from './field.ts';

/** Settings of the log and bus that several server processes share. */
export const redisSchema = {
  redisUrl: text({
    env: 'REDIS_URL',
    default: '',
    unit: 'url',
    pattern: /^(rediss?:\/\/[^/,]+(\/\d+)?|redis-sentinel:\/\/[^/]+\/[^/]+(\/\d+)?)?$/,
    expected:
      'redis://[user:password@]host[:port][/database], rediss:// for TLS, or redis-sentinel://[user:password@]host[:port],…/master[/database]',
    secret: true,
    description:
      'Redis that several servers share as log, bus and store of identities. Empty: SQLite in the data folder, for one server.',
  }),
  redisWaitReplicas: integer({
    env: 'REDIS_WAIT_REPLICAS',
    default: 0,
    unit: 'count',
    minimum: 0,
    maximum: 16,
    description: 'Replicas of Redis that must have an event before its command is answered (WAIT).',
  }),
  redisTimeoutMs: integer({
    env: 'REDIS_TIMEOUT_MS',
    default: 2000,
    unit: 'ms',
    minimum: 50,
    maximum: 30_000,
    description: 'What Redis has not answered by then is refused as temporary; the client tries again.',
  }),
  redisStartMs: integer({
    env: 'REDIS_START_MS',
    default: 10_000,
    unit: 'ms',
    minimum: 100,
    maximum: 600_000,
    description: 'How long a start waits for Redis before it gives up.',
  }),
  redisSkewMs: integer({
    env: 'REDIS_SKEW_MS',
    default: 500,
    unit: 'ms',
    minimum: 10,
    maximum: 60_000,
    description:
      "How far this machine's clock may be from that of Redis; a server beyond it refuses to serve. Keep NTP running.",
  }),
  sessionSecret: text({
    env: 'SESSION_SECRET',
    default: '',
    pattern: /^(.{32,})?$/,
    expected: 'at least 32 characters',
    secret: true,
    description:
      'Signs sessions; the same on every server. Empty: made once and kept in Redis, or in the data folder without Redis.',
  }),
} as const satisfies Record<string, Field<unknown>>;
