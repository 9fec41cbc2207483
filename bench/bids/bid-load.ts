import type { Application } from '#application/application.ts';
import { percentile } from '../statistics.ts';
import { placeBid, type BidSample } from './hot-lot.ts';

export interface BidMeasure {
  /** Of accepted bids. */
  readonly acceptedPerSecond: number;
  /** Below the price that another bid had made meanwhile. */
  readonly tooLowPerSecond: number;
  readonly busyPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

function measureOf(samples: readonly BidSample[], tookMs: number): BidMeasure {
  const of = (wanted: BidSample['result']) => samples.filter(({ result }) => result === wanted);
  const perSecond = (some: readonly BidSample[]) => (some.length / tookMs) * 1_000;
  const latencies = of('accepted').map((sample) => sample.tookMs);
  return {
    acceptedPerSecond: perSecond(of('accepted')),
    tooLowPerSecond: perSecond(of('too-low')),
    busyPerSecond: perSecond(of('busy')),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}

/** So many bids in flight at any time: the next goes when one is answered. Amounts rise, so all are accepted. */
export async function closedLoop(
  application: Application,
  inFlight: number,
  durationMs: number,
  nextAmount: () => number,
): Promise<BidMeasure> {
  const samples: BidSample[] = [];
  const startedMs = performance.now();
  const untilMs = startedMs + durationMs;
  let bidder = 0;
  const one = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      bidder += 1;
      samples.push(await placeBid(application, bidder, nextAmount()));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  return measureOf(samples, performance.now() - startedMs);
}

/** A tick of the schedule; timers of Node are no finer. */
const tickMs = 1;

/**
 * So many bids each second, whether answered or not, as a crowd does. A latency counts from the moment the bid was due,
 * so a server that falls behind does not hide it. The amount is the time in microseconds since `epochMs`: whoever bids
 * later bids more, on every process of the machine.
 */
export async function openLoop(
  application: Application,
  perSecond: number,
  durationMs: number,
  epochMs: number,
): Promise<BidMeasure> {
  const pending: Promise<BidSample>[] = [];
  const startedMs = performance.now();
  let sent = 0;
  for (;;) {
    const elapsedMs = performance.now() - startedMs;
    if (elapsedMs >= durationMs) break;
    const due = Math.floor((elapsedMs / 1_000) * perSecond);
    for (; sent < due; sent += 1) {
      const dueMs = startedMs + (sent / perSecond) * 1_000;
      const lateMs = performance.now() - dueMs;
      const amountMinor = Math.floor((performance.timeOrigin + performance.now() - epochMs) * 1_000);
      pending.push(
        placeBid(application, sent, amountMinor).then((sample) => ({
          ...sample,
          tookMs: sample.tookMs + lateMs,
        })),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, tickMs));
  }
  const samples = await Promise.all(pending);
  return measureOf(samples, performance.now() - startedMs);
}
