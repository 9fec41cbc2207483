/**
 * Runs the tests: first what can share the machine, then what cannot. The last line counts real assertions. Fails
 * when anything failed, when the runner failed, and when nothing ran at all.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../setup/project-root.mjs';
import { addTally, emptyTally, tapTally, type Tally } from './tap-tally.ts';
import { testLevels } from './test-files.ts';
import { countLine, fileReportText } from './test-output.ts';

const tapProgram = path.join(projectRoot, 'node_modules', 'tap', 'dist', 'esm', 'run.mjs');
/** For one file. A unit file takes seconds on a quiet machine; a browser test may start servers and browsers several times. */
const PARALLEL_LIMIT_S = 300;
const SERIAL_LIMIT_S = 600;

interface Run {
  readonly files: readonly string[];
  readonly jobs: number;
  readonly limitS: number;
  /** What the user gave beside files, for tap itself. */
  readonly options: readonly string[];
}

/** Runs tap over some files, prints a report as each ends, and adds to the sum. */
function runTap({ files, jobs, limitS, options }: Run, sum: Tally): Promise<void> {
  const settings = ['--reporter=tap', '--disable-coverage', `--jobs=${jobs}`, `--timeout=${limitS}`];
  const tap = spawn(process.execPath, [tapProgram, ...settings, ...options, ...files], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const before = sum.failed;
  const parser = tapTally((report) => {
    addTally(sum, report.tally);
    console.log(fileReportText(report));
  });
  tap.stdout.pipe(parser);
  return new Promise((resolve, reject) => {
    tap.once('error', reject);
    tap.once('close', (code, signal) => {
      if (code !== 0 && sum.failed === before) {
        console.log(`✗ the test runner ended with ${signal ?? `exit code ${code}`}`);
        sum.failed += 1;
      }
      resolve();
    });
  });
}

async function main(args: readonly string[]): Promise<number> {
  const options = args.filter((arg) => arg.startsWith('-'));
  const { parallel, serial } = testLevels(
    projectRoot,
    args.filter((arg) => !arg.startsWith('-')),
  );
  const sum = emptyTally();
  const jobs = availableParallelism();
  if (parallel.length > 0) await runTap({ files: parallel, jobs, limitS: PARALLEL_LIMIT_S, options }, sum);
  if (serial.length > 0) await runTap({ files: serial, jobs: 1, limitS: SERIAL_LIMIT_S, options }, sum);
  const nothingRan = sum.passed + sum.failed === 0;
  if (nothingRan) console.log('✗ no test ran');
  console.log(countLine(sum));
  return sum.failed > 0 || nothingRan ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
