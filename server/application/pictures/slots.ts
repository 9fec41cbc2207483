import { Refusal } from '#protocol/errors.ts';

/** Work that takes much memory, some at once and the rest in line. */
export interface Slots {
  /** Refuses with `server-overloaded` when too many wait already. */
  run<Value>(work: () => Promise<Value>): Promise<Value>;
}

const retryAfterMs = 2000;

/** `atOnce` pieces of work run, at most `maximumWaiting` wait in the order they came. */
export function createSlots(atOnce: number, maximumWaiting: number): Slots {
  const waiting: (() => void)[] = [];
  let running = 0;
  const enter = async (): Promise<void> => {
    if (running < atOnce) {
      running += 1;
      return;
    }
    if (waiting.length >= maximumWaiting) throw new Refusal('server-overloaded', { retryAfterMs });
    // Whoever leaves hands its slot over, so the count stays.
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return {
    async run(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
