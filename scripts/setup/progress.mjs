/**
 * Says what the set-up is doing: stage, percent where it is known, elapsed time. On a terminal one line that
 * renews itself, elsewhere plain lines. Nothing is said about a stage that has nothing to do.
 */

/** How often a long stage is heard of where lines cannot be renewed, as in a log. */
const PLAIN_INTERVAL_MS = 15_000;
const RENEW_INTERVAL_MS = 1_000;

/**
 * @typedef {object} StageProgress
 * @property {(doing: string, percent?: number) => void} report What happens now, and how far it is.
 * @property {(note?: string) => void} done
 * @property {(reason: string) => void} failed
 */

/** @param {number} ms */
export function elapsed(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Begins to report on one stage.
 *
 * @param {string} stage
 * @param {Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean, columns?: number }} [out]
 * @returns {StageProgress}
 */
export function beginStage(stage, out = process.stderr) {
  const startedAtMs = Date.now();
  let line = stage;
  let lastPlainAtMs = 0;
  const timed = () => `${line} (${elapsed(Date.now() - startedAtMs)})`;
  const renew = () => out.write(`\r\x1b[K  ${timed().slice(0, (out.columns ?? 80) - 3)}`);
  const timer = setInterval(() => {
    if (out.isTTY) renew();
    else if (Date.now() - lastPlainAtMs >= PLAIN_INTERVAL_MS) sayPlain();
  }, RENEW_INTERVAL_MS);
  timer.unref();
  const sayPlain = () => {
    lastPlainAtMs = Date.now();
    out.write(`  ${timed()}\n`);
  };
  /** @param {string} mark @param {string} text */
  const end = (mark, text) => {
    clearInterval(timer);
    out.write(
      `${out.isTTY ? '\r\x1b[K' : ''}${mark} ${stage}${text} (${elapsed(Date.now() - startedAtMs)})\n`,
    );
  };
  if (!out.isTTY) sayPlain();
  return {
    report(doing, percent) {
      const isNewActivity = !line.startsWith(`${stage}: ${doing}`);
      line = `${stage}: ${doing}${percent === undefined ? '' : ` ${Math.floor(percent)} %`}`;
      if (out.isTTY) renew();
      else if (isNewActivity) sayPlain();
    },
    done: (note) => end('✓', note === undefined ? '' : `: ${note}`),
    failed: (reason) => end('✗', `: ${reason}`),
  };
}
