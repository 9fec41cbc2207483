/** Counts what tests really asserted, from the TAP they print: points at the leaves, never their summaries. */
import { Parser, type Result } from 'tap-parser';

export interface Tally {
  passed: number;
  failed: number;
  /** Skipped and to-do points: what did not count either way. */
  skipped: number;
}

export interface FailedPoint {
  /** File, tests and assertion, outermost first. */
  readonly path: readonly string[];
  readonly diagnostics: unknown;
}

export interface FileReport {
  readonly file: string;
  readonly tally: Tally;
  readonly failures: readonly FailedPoint[];
  /** What the test printed beside its TAP. */
  readonly extra: readonly string[];
  readonly timeMs: number | null;
}

/** A chatty test must not fill our memory; the oldest lines go first. */
const KEPT_EXTRA_LINES = 200;

export function emptyTally(): Tally {
  return { passed: 0, failed: 0, skipped: 0 };
}

export function addTally(sum: Tally, part: Tally): void {
  sum.passed += part.passed;
  sum.failed += part.failed;
  sum.skipped += part.skipped;
}

/** One level of the tree that is being read: a file, or a test inside it. */
class Level {
  readonly tally = emptyTally();
  readonly failures: FailedPoint[] = [];
  readonly extra: string[] = [];
  readonly #path: readonly string[];
  #child: Level | null = null;

  constructor(path: readonly string[]) {
    this.#path = path;
  }

  /** Follows a parser and, through `child` events, all parsers inside it. */
  follow(parser: Parser, onClosed?: (closed: Level, point: Result) => void): void {
    parser.on('child', (childParser: Parser) => {
      this.#child = new Level([...this.#path, childParser.name]);
      this.#child.follow(childParser);
    });
    parser.on('assert', (point: Result) => {
      const closed = this.#child;
      this.#child = null;
      if (closed) this.#close(closed, point);
      else this.#count(point);
      if (onClosed) onClosed(closed ?? this.#alone(point), point);
    });
  }

  /** Keeps what was printed beside the TAP: the root parser alone hears of it, whichever file it came from. */
  keepExtra(text: string): void {
    const { extra } = this.#child ?? this;
    extra.push(...text.trimEnd().split('\n'));
    extra.splice(0, extra.length - KEPT_EXTRA_LINES);
  }

  /** A level for a file that was reported by a single point, such as one that is skipped as a whole. */
  #alone(point: Result): Level {
    const level = new Level([...this.#path, point.name]);
    level.#count(point);
    return level;
  }

  #close(closed: Level, point: Result): void {
    // A test can fail with all its assertions passed: by a throw, a time limit, a wrong plan or a crash.
    if (!point.ok && !point.todo && !point.skip && closed.tally.failed === 0) {
      closed.tally.failed += 1;
      closed.failures.push({ path: closed.#path, diagnostics: point.diag });
    }
    addTally(this.tally, closed.tally);
    this.failures.push(...closed.failures);
  }

  #count(point: Result): void {
    if (point.skip || point.todo) this.tally.skipped += 1;
    else if (point.ok) this.tally.passed += 1;
    else {
      this.tally.failed += 1;
      this.failures.push({ path: [...this.#path, point.name], diagnostics: point.diag });
    }
  }
}

/**
 * A parser to write a whole TAP stream into; `onFile` is called as each test file ends. A file without any
 * point, and a bail-out, count as failed.
 */
export function tapTally(onFile: (report: FileReport) => void): Parser {
  const parser = new Parser();
  const root = new Level([]);
  parser.on('extra', (text: string) => root.keepExtra(text));
  root.follow(parser, (level, point) => {
    onFile({
      file: point.name,
      tally: level.tally,
      failures: level.failures,
      extra: level.extra,
      timeMs: point.time,
    });
  });
  parser.on('bailout', (reason: string) => {
    const failures = [{ path: ['bail out'], diagnostics: reason }];
    onFile({
      file: 'bail out',
      tally: { passed: 0, failed: 1, skipped: 0 },
      failures,
      extra: [],
      timeMs: null,
    });
  });
  return parser;
}
