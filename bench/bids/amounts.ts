/**
 * `at-decision`: each bid asks what is above all others at the moment its server decides it, as if every bidder saw the
 * price at once; so all are accepted, and what is measured is the way to the log. `at-tap`: the amount is above all others
 * when it is tapped, and whoever comes too late taps again at once; so a server that loses a race loses all its bids.
 */
export type Amounts = 'at-decision' | 'at-tap';

let lastMinor = 0;

/** Microseconds since then: whoever asks later bids more, on every process of the machine. */
function risingMinor(epochMs: number): number {
  const nowMinor = Math.floor((performance.timeOrigin + performance.now() - epochMs) * 1_000);
  lastMinor = Math.max(lastMinor + 1, nowMinor);
  return lastMinor;
}

/** The amount of one bid. A decision is made in one go, so `at-decision` has one value in it and another in the next. */
export function amountOf(amounts: Amounts, epochMs: number): () => number {
  let minor: number | undefined = amounts === 'at-tap' ? risingMinor(epochMs) : undefined;
  return () => {
    if (minor === undefined) {
      minor = risingMinor(epochMs);
      queueMicrotask(() => (minor = undefined));
    }
    return minor;
  };
}
