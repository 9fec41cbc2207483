/** Brings this machine to where a task can run: stage after stage, and all faults together at the end. */
import { delimiter, dirname } from 'node:path';
import { CommandError } from './command.mjs';
import { Fault } from './fault.mjs';
import { withLock } from './lock.mjs';
import { beginStage, type StageProgress } from './progress.mjs';

/** How much of a failed program's output a fault repeats. */
const SHOWN_LINES = 12;

/** Variables that a stage hands to the server or the tests, such as `FFMPEG_BIN`. */
export type StageEnv = Readonly<Record<string, string>>;

export interface Stage {
  readonly name: string;
  /** Held while the stage is at work, so that two set-ups do not do the same thing at once. */
  readonly lockFile: string;
  /** Stages without which this one cannot even be tried. */
  readonly needs?: readonly Stage[];
  /** The variables when everything is in place, else null. Runs at every start, so it must take milliseconds. */
  readonly find: () => Promise<StageEnv | null>;
  /**
   * Does the work and says in a few words what came of it. Afterwards `find` must succeed.
   * Throws a `Fault` that names the remedy, or a `CommandError`.
   */
  readonly provide: (progress: StageProgress) => Promise<string>;
}

/**
 * Makes every stage ready, in the given order.
 *
 * @returns our environment with Node 24 first on the PATH and the variables of all stages
 * @throws {Fault} once, for all stages that failed
 */
export async function setUp(stages: readonly Stage[]): Promise<NodeJS.ProcessEnv> {
  // For our own children too: npm runs whatever `node` it finds.
  process.env['PATH'] = [dirname(process.execPath), process.env['PATH']].filter(Boolean).join(delimiter);
  const env: NodeJS.ProcessEnv = { ...process.env };
  const faults = new Map<Stage, Fault>();
  for (const stage of stages) {
    const missing = (stage.needs ?? []).find((needed) => faults.has(needed));
    if (missing) {
      faults.set(stage, new Fault(`${stage.name}: not tried without ${missing.name}`, 'see above'));
      continue;
    }
    try {
      Object.assign(env, await makeReady(stage));
    } catch (error) {
      faults.set(stage, asFault(stage, error));
    }
  }
  if (faults.size > 0) throw summaryOf([...faults.values()]);
  return env;
}

async function makeReady(stage: Stage): Promise<StageEnv> {
  return (
    (await stage.find()) ?? (await withLock(stage.lockFile, () => provideStage(stage), sayWaiting(stage)))
  );
}

function sayWaiting(stage: Stage): (owner: { pid: number }) => void {
  return ({ pid }) => console.error(`  ${stage.name}: waiting for another set-up (process ${pid})`);
}

/** Looks again, now under the lock: another set-up may have done the work meanwhile. */
async function provideStage(stage: Stage): Promise<StageEnv> {
  const found = await stage.find();
  if (found) return found;
  const progress = beginStage(stage.name);
  try {
    const note = await stage.provide(progress);
    const env = await stage.find();
    if (!env) throw new Error('done, and yet not in place');
    progress.done(note);
    return env;
  } catch (error) {
    progress.failed(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    throw error;
  }
}

function asFault(stage: Stage, error: unknown): Fault {
  if (error instanceof Fault)
    return new Fault(`${stage.name}: ${error.message}`, error.remedy, { cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  const lines =
    error instanceof CommandError
      ? error.lastLines
          .slice(-SHOWN_LINES)
          .map((line) => `\n    ${line}`)
          .join('')
      : '';
  return new Fault(`${stage.name}: ${reason}${lines}`, 'mend what it says above and start again', {
    cause: error,
  });
}

function summaryOf(faults: readonly Fault[]): Fault {
  const [only] = faults;
  if (only && faults.length === 1) return only;
  const all = faults.map(({ message, remedy }) => `- ${message}\n  → ${remedy}`).join('\n');
  return new Fault(
    `The set-up could not get everything:\n${all}`,
    'then start again; what was done stays done',
  );
}
