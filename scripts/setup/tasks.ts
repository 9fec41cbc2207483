/** What each command of this project needs set up, and the program it then becomes. */
import type { Stage } from './set-up.ts';
import { client } from './stages/client.ts';
import { ffmpeg } from './stages/ffmpeg.ts';
import { mediasoupWorker } from './stages/mediasoup-worker.ts';
import { packages } from './stages/packages.ts';
import { testTools } from './stages/test-tools.ts';

export interface Task {
  readonly stages: readonly Stage[];
  /** Arguments for Node 24, relative to the clone's root; the user's own arguments follow. */
  readonly program: readonly string[];
}

const server: readonly Stage[] = [packages, mediasoupWorker, ffmpeg, client];
const everything: readonly Stage[] = [...server, ...testTools];

/** Node calls its SQLite experimental at each start; an operator can do nothing about it. */
const quiet = '--disable-warning=ExperimentalWarning';

/**
 * Rooms for young objects of 2 MB instead of 16: measured 26 MB less for server and worker together, idle after a
 * first start. The server's messages are small and short-lived; they fit.
 */
const small = '--max-semi-space-size=2';

export const tasks = {
  start: { stages: server, program: [quiet, small, 'server/main.ts'] },
  demo: { stages: server, program: [quiet, small, 'scripts/demo/run-demo.ts'] },
  'admin-link': { stages: [packages], program: [quiet, 'server/admin-link.ts'] },
  test: { stages: everything, program: ['scripts/testing/run-tests.ts'] },
  check: { stages: [packages], program: ['scripts/testing/run-checks.ts'] },
  bench: { stages: everything, program: ['bench/main.ts'] },
  soak: { stages: everything, program: ['scripts/testing/run-soak.ts'] },
  image: { stages: server, program: ['scripts/image/collect-tools.ts'] },
  'hls-check': { stages: [packages], program: ['scripts/hls-check/main.ts'] },
  conformance: { stages: [packages, mediasoupWorker], program: ['scripts/testing/run-conformance.ts'] },
} as const satisfies Record<string, Task>;

export type TaskName = keyof typeof tasks;
