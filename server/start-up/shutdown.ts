import type { Logger } from 'pino';

/** Closes what was opened, in reverse order, under one deadline. */
export interface Shutdown {
  /** From the first moment on: nothing new should come here. */
  readonly isDraining: boolean;
  add(name: string, close: () => Promise<void> | void): void;
  /** Runs once; further calls share the first one's end. Answers whether everything closed in time. */
  run(): Promise<boolean>;
}

export function createShutdown(deadlineMs: number, logger: Logger): Shutdown {
  const steps: { readonly name: string; readonly close: () => Promise<void> | void }[] = [];
  let running: Promise<boolean> | undefined;
  const closeAll = async (): Promise<boolean> => {
    let isClean = true;
    for (const { name, close } of steps.toReversed()) {
      try {
        await close();
      } catch (error) {
        // One part that fails to close must not keep the others open.
        isClean = false;
        logger.error({ err: error, part: name }, 'part failed to close');
      }
    }
    return isClean;
  };
  return {
    get isDraining() {
      return running !== undefined;
    },
    add: (name, close) => steps.push({ name, close }),
    run() {
      running ??= Promise.race([closeAll(), afterDeadline(deadlineMs)]);
      return running;
    },
  };
}

const afterDeadline = (deadlineMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(false), deadlineMs).unref();
  });

/**
 * One key press may arrive twice: the terminal signals the whole process group, and the launcher (npm) passes it on.
 * Nobody presses again by intent this soon.
 */
const samePressMs = 1000;

/** The first signal ends gently, a later second one at once, as a person pressing Ctrl-C twice expects. */
export function endOnSignals(shutdown: Shutdown, logger: Logger): void {
  let firstAtMs = -Infinity;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (performance.now() - firstAtMs < samePressMs) return;
      if (shutdown.isDraining) {
        logger.warn({ signal }, 'ended at once by a second signal');
        process.exit(1);
      }
      firstAtMs = performance.now();
      logger.info({ signal }, 'shutting down');
      void shutdown.run().then((isClean) => {
        if (!isClean) logger.error('shutdown was not clean');
        process.exit(isClean ? 0 : 1);
      });
    });
  }
}
