import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** Preloaded into a server under measurement: a signal collects its garbage, so that memory is compared and not luck. */
if (isMainThread) {
  setFlagsFromString('--expose-gc');
  // The flag's function stands in contexts made after it; its options are V8's (src/extensions/gc-extension.h).
  const collect = runInNewContext('gc') as (options: object) => void;
  // The last resort also gives pages back to the system, where an ordinary collection keeps them for later.
  const options = { type: 'major', execution: 'sync', flavor: 'last-resort' };
  process.on('SIGUSR2', () => {
    collect(options);
    // Once more for what finalisers let go of.
    setTimeout(() => collect(options), 200);
  });
}
