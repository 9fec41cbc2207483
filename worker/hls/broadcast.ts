import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';
import type { Stage } from '../stage/stage.ts';

/** One show over LL-HLS. Goes on over the incarnations of its stage. */
export class Broadcast {
  readonly showId: string;

  constructor(showId: string, _config: Config, _logger: Logger) {
    this.showId = showId;
  }

  follow(_stage: Stage): void {}

  close(): void {}
}
