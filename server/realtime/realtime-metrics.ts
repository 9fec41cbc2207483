import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RealtimeMetrics } from './ports.ts';

/** Counts what the socket layer does, in a Prometheus registry. */
export const prometheusRealtimeMetrics = (registry: Registry): RealtimeMetrics => {
  const registers = [registry];
  const open = new Gauge({ name: 'popstage_sockets_open', help: 'Sockets open now.', registers });
  const closed = new Counter({
    name: 'popstage_sockets_closed_total',
    help: 'Sockets closed, by reason of the close-code table.',
    labelNames: ['reason'],
    registers,
  });
  const received = new Counter({
    name: 'popstage_socket_received_bytes_total',
    help: 'Bytes of frames received.',
    registers,
  });
  const sent = new Counter({
    name: 'popstage_socket_sent_bytes_total',
    help: 'Bytes of frames sent.',
    registers,
  });
  const requests = new Histogram({
    name: 'popstage_socket_request_seconds',
    help: 'Time from reading a request to its reply.',
    labelNames: ['method', 'outcome'],
    buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  return {
    opened: () => open.inc(),
    closed: (reason) => {
      open.dec();
      closed.inc({ reason });
    },
    received: (sizeBytes) => received.inc(sizeBytes),
    sent: (sizeBytes) => sent.inc(sizeBytes),
    requestDone: (method, outcome, durationMs) => requests.observe({ method, outcome }, durationMs / 1000),
  };
};
