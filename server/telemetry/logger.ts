import { pino, type Logger } from 'pino';
import type { Config } from '#config/load.ts';

/** Where secrets could stand in a logged object. Frames and bodies are never logged at all. */
const secretPaths = [
  'token',
  'accessToken',
  'refreshSecret',
  'secret',
  'linkSecret',
  'link',
  'password',
  'authorization',
  'cookie',
  '*.token',
  '*.accessToken',
  '*.refreshSecret',
  '*.secret',
  '*.authorization',
  '*.cookie',
  '*.headers.authorization',
  '*.headers.cookie',
  '*.headers["set-cookie"]',
];

/**
 * JSON lines on stderr, so that stdout stays a person's: the banner and its links. Constant messages, ids as fields;
 * make a child per session, stage or worker.
 */
export function createLogger(
  config: Pick<Config, 'logLevel'>,
  bindings: Readonly<Record<string, string>>,
): Logger {
  return pino(
    {
      level: config.logLevel,
      base: bindings,
      redact: { paths: secretPaths, censor: '[redacted]' },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
