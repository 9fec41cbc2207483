import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Facts that are asked for when Prometheus comes by, not counted as they happen. */
export interface MediaFacts {
  readonly workers: number;
  readonly stages: number;
  readonly peers: number;
  readonly ready: boolean;
}

export interface HttpMetrics {
  /** `route` is the pattern, never the address: ids in labels would grow without bound. */
  answered(route: string, method: string, status: number, durationMs: number): void;
}

/** A registry of its own, so that several servers may run in one test process. Process, heap and event loop lag included. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

export function createHttpMetrics(registry: Registry): HttpMetrics {
  const registers = [registry];
  const seconds = new Histogram({
    name: 'popstage_http_request_seconds',
    help: 'Time from the request to the end of its answer, by route pattern.',
    labelNames: ['route', 'method'],
    buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const answers = new Counter({
    name: 'popstage_http_answers_total',
    help: 'Answers by route pattern and status.',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  return {
    answered(route, method, status, durationMs) {
      seconds.observe({ route, method }, durationMs / 1000);
      answers.inc({ route, method, status });
    },
  };
}

/** Gauges of the media side, read when asked. */
export function registerMediaMetrics(registry: Registry, facts: () => MediaFacts): void {
  const gauge = (name: string, help: string, read: (now: MediaFacts) => number): void => {
    // The registry keeps the gauge alive; nothing else needs a reference.
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read(facts()));
      },
    });
  };
  gauge('popstage_media_workers', 'mediasoup Workers that answer.', ({ workers }) => workers);
  gauge('popstage_stages', 'Stages that are open.', ({ stages }) => stages);
  gauge('popstage_stage_peers', 'Browser tabs on stages.', ({ peers }) => peers);
  gauge('popstage_media_ready', '1 when a stage could be opened now.', ({ ready }) => (ready ? 1 : 0));
}
