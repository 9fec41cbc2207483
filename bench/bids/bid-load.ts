import type { Application } from '#application/application.ts';
import { percentile } from '../statistics.ts';
import { amountOf, type Amounts } from './amounts.ts';
import { placeBid } from './hot-lot.ts';

export interface BidLoad {
  /** Bids at any time: the next goes when one is accepted. */
  readonly inFlight: number;
  readonly amounts: Amounts;
  readonly durationMs: number;
  /** Amounts are counted from here, on every server. */
  readonly epochMs: number;
}

export interface BidMeasure {
  readonly acceptedPerSecond: number;
  readonly refusedPerSecond: number;
  readonly busyPerSecond: number;
  /** Of accepted bids, from the first tap: with all that were refused before. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A crowd of which each bids again as soon as he has his answer. */
export async function bidAll(application: Application, load: BidLoad): Promise<BidMeasure> {
  const { inFlight, amounts, durationMs, epochMs } = load;
  const latencies: number[] = [];
  const counts = { accepted: 0, refused: 0, busy: 0 };
  const startedMs = performance.now();
  const untilMs = startedMs + durationMs;
  let bidder = 0;
  const untilAccepted = async (): Promise<void> => {
    bidder += 1;
    const self = bidder;
    const tappedMs = performance.now();
    while (performance.now() < untilMs) {
      const result = await placeBid(application, self, amountOf(amounts, epochMs));
      counts[result] += 1;
      if (result === 'accepted') return void latencies.push(performance.now() - tappedMs);
    }
  };
  const one = async (): Promise<void> => {
    while (performance.now() < untilMs) await untilAccepted();
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  const tookSeconds = (performance.now() - startedMs) / 1_000;
  return {
    acceptedPerSecond: counts.accepted / tookSeconds,
    refusedPerSecond: counts.refused / tookSeconds,
    busyPerSecond: counts.busy / tookSeconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}
