import { Gauge, type Registry } from 'prom-client';

/** How the LL-HLS output of one show does, as its worker tells. */
export interface HlsFacts {
  readonly runs: number;
  readonly partAgeMs: number;
  readonly shortParts: number;
  readonly parts: number;
  readonly memoryBytes: number;
}

/** One answer of the workers serves all gauges of a scrape. */
const keptMs = 1_000;
/** A worker that does not answer must not keep the other metrics waiting; its shows are then missing. */
const patienceMs = 2_000;

/** Gauges over all shows; ids in labels would grow without bound. Asks the workers when Prometheus comes by. */
export function registerHlsMetrics(
  registry: Registry,
  figures: () => Promise<readonly { readonly hls: readonly HlsFacts[] }[]>,
): void {
  const facts = kept(async () => (await figures()).flatMap(({ hls }) => hls));
  const gauge = (name: string, help: string, read: (shows: readonly HlsFacts[]) => number): void => {
    // The registry keeps the gauge alive; nothing else needs a reference.
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(read(await facts()));
      },
    });
  };
  const sum = (of: (show: HlsFacts) => number) => (shows: readonly HlsFacts[]) =>
    shows.reduce((total, show) => total + of(show), 0);
  gauge('popstage_hls_shows', 'Shows that are offered over LL-HLS.', ({ length }) => length);
  gauge(
    'popstage_hls_runs',
    'ffmpeg runs so far of these shows.',
    sum(({ runs }) => runs),
  );
  gauge(
    'popstage_hls_parts',
    'Parts so far of these shows.',
    sum(({ parts }) => parts),
  );
  gauge(
    'popstage_hls_short_parts',
    'Parts that came out shorter than they should.',
    sum(({ shortParts }) => shortParts),
  );
  gauge(
    'popstage_hls_memory_bytes',
    'Memory that parts and playlists take.',
    sum(({ memoryBytes }) => memoryBytes),
  );
  gauge('popstage_hls_part_age_seconds', 'Since the newest part, of the show that waits longest.', (shows) =>
    Math.max(0, ...shows.map(({ partAgeMs }) => partAgeMs / 1000)),
  );
}

/** Asks at most once a second. What rejects or takes too long counts as nothing. */
function kept(ask: () => Promise<readonly HlsFacts[]>): () => Promise<readonly HlsFacts[]> {
  let askedAtMs = -Infinity;
  let answer: Promise<readonly HlsFacts[]> = Promise.resolve([]);
  const askInTime = async (): Promise<readonly HlsFacts[]> => {
    const { promise: late, resolve } = Promise.withResolvers<readonly HlsFacts[]>();
    const timer = setTimeout(() => resolve([]), patienceMs);
    const asked = ask().catch(() => []);
    const facts = await Promise.race([asked, late]);
    clearTimeout(timer);
    return facts;
  };
  return () => {
    const nowMs = performance.now();
    if (nowMs - askedAtMs >= keptMs) {
      askedAtMs = nowMs;
      answer = askInTime();
    }
    return answer;
  };
}
