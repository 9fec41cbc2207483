import { flag, integer, list, oneOf, text, type Field } from './field.ts';
import { hlsSchema } from './hls.ts';
import { mailSchema } from './mail.ts';
import { mediaSchema } from './media.ts';
import { paymentSchema } from './payment.ts';
import { pushSchema } from './push.ts';
import { redisSchema } from './redis.ts';
import { socketSchema } from './socket.ts';

/** Every setting of server and worker. Sorted by what it is about; the README's table is generated from here. */
export const schema = {
  // Where things live.
  dataDir: text({
    env: 'POPSTAGE_DATA_DIR',
    default: '.popstage',
    unit: 'path',
    description: 'Database, keys, certificates, uploads and sockets of this machine.',
  }),

  // Reaching the server.
  host: text({ env: 'HOST', default: '127.0.0.1', description: 'Address of the plain HTTP listener.' }),
  port: integer({
    env: 'PORT',
    default: 8080,
    unit: 'port',
    minimum: 0,
    maximum: 65535,
    description: 'Port of the plain HTTP listener; 0 takes a free one.',
  }),
  httpsHost: text({ env: 'HTTPS_HOST', default: '::', description: 'Address of the HTTPS listener.' }),
  httpsPort: integer({
    env: 'HTTPS_PORT',
    default: 8443,
    unit: 'port',
    minimum: 0,
    maximum: 65535,
    description: 'Port of the HTTPS listener; 0 takes a free one.',
  }),
  https: flag({ env: 'HTTPS', default: true, description: 'Whether to listen with HTTPS on the network.' }),
  publicOrigins: list({
    env: 'PUBLIC_ORIGINS',
    default: [],
    unit: 'url',
    description:
      'Further origins whose pages may use this server, e.g. behind a proxy. Its own are always allowed; the first is used in printed links.',
  }),
  trustedProxies: list({
    env: 'TRUSTED_PROXIES',
    default: [],
    description: 'Addresses or networks of proxies whose X-Forwarded headers are believed.',
  }),
  certificatePath: text({
    env: 'TLS_CERTIFICATE',
    default: '',
    unit: 'path',
    description:
      'PEM file with the certificate and its chain; empty makes one from an authority of this machine.',
  }),
  certificateKeyPath: text({
    env: 'TLS_KEY',
    default: '',
    unit: 'path',
    description: 'PEM file with the private key of TLS_CERTIFICATE.',
  }),
  certificateNames: list({
    env: 'TLS_NAMES',
    default: [],
    description: 'Further host names and addresses for the certificate that this machine makes.',
  }),

  // What one address and one request may ask for.
  bodyBytes: integer({
    env: 'BODY_BYTES',
    default: 65_536,
    unit: 'bytes',
    minimum: 1024,
    maximum: 1_048_576,
    description: 'Largest JSON body.',
  }),
  pictureBytes: integer({
    env: 'PICTURE_BYTES',
    default: 10_485_760,
    unit: 'bytes',
    minimum: 1024,
    maximum: 104_857_600,
    description: 'Largest uploaded picture.',
  }),
  clipBytes: integer({
    env: 'CLIP_BYTES',
    default: 209_715_200,
    unit: 'bytes',
    minimum: 1024,
    maximum: 4_294_967_296,
    description: 'Largest uploaded clip.',
  }),
  picturePixels: integer({
    env: 'PICTURE_PIXELS',
    default: 50_000_000,
    unit: 'count',
    minimum: 10_000,
    maximum: 268_402_689,
    description:
      'Most pixels of an uploaded product picture; one at the limit takes some 200 MB while it is worked on.',
  }),
  blobsBytes: integer({
    env: 'BLOBS_BYTES',
    default: 5_368_709_120,
    unit: 'bytes',
    minimum: 1024,
    maximum: 1_099_511_627_776,
    description: 'Room for all uploaded pictures and clips together.',
  }),
  requestsPerMinute: integer({
    env: 'REQUESTS_PER_MINUTE',
    default: 6000,
    unit: 'count',
    minimum: 1,
    maximum: 10_000_000,
    description: 'HTTP requests per minute and address. A whole venue may share one address.',
  }),
  sessionsPerMinute: integer({
    env: 'SESSIONS_PER_MINUTE',
    default: 1200,
    unit: 'count',
    minimum: 1,
    maximum: 10_000_000,
    description: 'New sessions per minute and address. A whole venue may share one address.',
  }),
  sessionIdleMs: integer({
    env: 'SESSION_IDLE_MS',
    default: 2_592_000_000,
    unit: 'ms',
    minimum: 60_000,
    maximum: 31_536_000_000,
    description: 'A session that nobody refreshes for so long is over.',
  }),

  // Watching over itself.
  logLevel: oneOf({
    env: 'LOG_LEVEL',
    default: 'info',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    description: 'The least level that is logged.',
  }),
  shutdownMs: integer({
    env: 'SHUTDOWN_MS',
    default: 8000,
    unit: 'ms',
    minimum: 100,
    maximum: 600_000,
    description: 'Deadline of a graceful shutdown.',
  }),

  // Telling people.
  ...mailSchema,
  ...pushSchema,

  // Several servers.
  ...redisSchema,

  // Whoever takes the money.
  ...paymentSchema,

  // The socket.
  ...socketSchema,

  // Media: the worker process and the way to it.
  ...mediaSchema,
  ...hlsSchema,
} as const satisfies Record<string, Field<unknown>>;
