import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** Preloaded into a server under measurement: a signal collects its garbage, so that memory is compared and not luck. */
if (isMainThread) {
  setFlagsFromString('--expose-gc');
  // The flag's function stands in contexts made after it.
  const collect = runInNewContext('gc') as () => void;
  process.on('SIGUSR2', () => {
    collect();
    // Once more for what finalisers let go of.
    setTimeout(collect, 200);
  });
}
