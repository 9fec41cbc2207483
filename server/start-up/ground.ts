import type { Logger } from 'pino';
import type { Config, settingsNamed } from '#config/load.ts';
import type { Shutdown } from './shutdown.ts';

/** What every part of the start stands on. */
export interface Ground {
  readonly config: Config;
  /** Settings that somebody named; the others are defaults that may give way. */
  readonly named: ReturnType<typeof settingsNamed>;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
}
