import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError, loadConfig, type Config } from '#config/load.ts';
import { createLogger } from '#telemetry/logger.ts';
import { startMediaWorker } from './media-worker.ts';
import { AlreadyRunning } from './rpc/listen.ts';

/**
 * A start takes a second. One that hangs (seen when its server was killed in the same moment: mediasoup's process was
 * gone and its answer never came) would stay for ever, since who is left alone is only watched once the worker is up.
 */
const startMs = 30_000;
/** Killing its ffmpegs takes a moment, writing the last segments a little longer. */
const closeMs = 4000;

/** `node worker/main.ts`: the media process. Exit codes: 0 ended, 1 failed, 3 another worker already runs here. */
async function main(config: Config): Promise<number> {
  const logger = createLogger(config, { part: 'worker', processId: String(process.pid) });
  const late = setTimeout(() => {
    logger.fatal('media worker did not start in time');
    process.exit(1);
  }, startMs);
  try {
    const worker = await startMediaWorker(config, logger);
    clearTimeout(late);
    const stopped = new Promise<string>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.once(signal, () => {
          resolve(signal);
        });
      }
    });
    logger.info({ cores: config.mediaCores }, 'media worker is up');
    const reason = await Promise.race([worker.ended, stopped]);
    logger.info({ reason }, 'media worker ends');
    await Promise.race([worker.close(), pause(closeMs)]);
    return 0;
  } catch (error) {
    if (error instanceof AlreadyRunning) {
      logger.info('another media worker already runs here');
      return 3;
    }
    logger.fatal({ err: error }, 'media worker cannot start');
    return 1;
  }
}

try {
  process.exit(await main(loadConfig(process.env)));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(1);
}
