import { flag, integer, list, oneOf, text, type Field } from './field.ts';
import { mediaSchema } from './media.ts';

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
      'Further origins whose pages may use this server, e.g. behind a proxy. Its own are always allowed.',
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

  // Media: the worker process and the way to it.
  ...mediaSchema,
} as const satisfies Record<string, Field<unknown>>;
