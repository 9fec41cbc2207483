import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';
import type { Archive } from './archive/archive.ts';
import type { Darkroom } from './poster/darkroom.ts';
import type { Ladder } from '#config/hls-ladder.ts';
import type { RtpPorts } from './source/rtp-ports.ts';

/** What all shows of a worker share. */
export interface HlsTools {
  readonly config: Config;
  readonly logger: Logger;
  readonly ladder: Ladder;
  readonly ports: RtpPorts;
  readonly darkroom: Darkroom;
  readonly archive: Archive;
}
