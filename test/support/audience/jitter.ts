import type { RoomCrowd } from './room-crowd.ts';

export interface JitterProfile {
  readonly messages: number;
  readonly everyMs: number;
  /** Each socket is cut about so often … */
  readonly cutEveryMs: number;
  /** … for so long. */
  readonly cutForMs: number;
}

/** A crowd on trains: every line is cut again and again, each by its own draw of the crowd's seed, while the room talks. */
export async function jitter(crowd: RoomCrowd, profile: JitterProfile): Promise<{ readonly cuts: number }> {
  const { messages, everyMs, cutEveryMs, cutForMs } = profile;
  const timers = new Set<NodeJS.Timeout>();
  let cuts = 0;
  for (const reader of crowd.readers) {
    const cutAfter = (delayMs: number) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        cuts += 1;
        reader.cut(cutForMs);
        cutAfter(cutForMs + cutEveryMs * (0.5 + crowd.random()));
      }, delayMs);
      timers.add(timer);
    };
    cutAfter(cutEveryMs * crowd.random());
  }
  await crowd.say(messages, everyMs);
  for (const timer of timers) clearTimeout(timer);
  return { cuts };
}
