/** One part that must work before traffic may come. Answers what is wrong, or nothing. */
export type Check = () => Promise<string | undefined> | string | undefined;

/** Load balancers ask every second and from several machines; the parts are asked once in that time. */
const keptMs = 1000;
/** A fault mostly is a part that is just starting; nobody should wait a second longer for it than it takes. */
const faultKeptMs = 100;
/** A part that does not answer in this time is not ready. */
const patienceMs = 2000;

/** Asks all parts at once. Answers the faults by part; empty when all is well. */
export function createReadiness(
  checks: Readonly<Record<string, Check>>,
  nowMs: () => number,
): () => Promise<Readonly<Record<string, string>>> {
  let kept: { untilMs: number; readonly faults: Promise<Readonly<Record<string, string>>> } | undefined;
  const ask = async (): Promise<Readonly<Record<string, string>>> => {
    const entries = await Promise.all(
      Object.entries(checks).map(async ([part, check]) => [part, await answerOf(check)] as const),
    );
    return Object.fromEntries(
      entries.flatMap(([part, fault]) => (fault === undefined ? [] : [[part, fault]])),
    );
  };
  return () => {
    if (kept !== undefined && nowMs() < kept.untilMs) return kept.faults;
    const asked = { untilMs: nowMs() + keptMs, faults: ask() };
    kept = asked;
    void asked.faults.then((faults) => {
      if (Object.keys(faults).length > 0) asked.untilMs = nowMs() + faultKeptMs;
    });
    return asked.faults;
  };
}

async function answerOf(check: Check): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer in time'), patienceMs);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    // The reason stands in the log of the part; outsiders learn only that it fails.
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}
