import { test } from 'tap';
import { registerHlsMetrics } from '#telemetry/hls-metrics.ts';
import { createHttpMetrics, createRegistry, registerMediaMetrics } from '#telemetry/metrics.ts';

test('media facts are read when they are asked for', async (t) => {
  const registry = createRegistry();
  const facts = { workers: 1, stages: 0, peers: 0, ready: false };
  registerMediaMetrics(registry, () => facts);
  t.match(await registry.metrics(), /popstage_media_ready 0/);
  facts.ready = true;
  facts.peers = 200;
  const text = await registry.metrics();
  t.match(text, /popstage_media_ready 1/);
  t.match(text, /popstage_stage_peers 200/);
});

test('figures of all shows are asked for once a scrape; workers that fail leave the rest', async (t) => {
  const registry = createRegistry();
  const show = { runs: 1, partAgeMs: 80, shortParts: 2, parts: 100, memoryBytes: 5000 };
  let count = 0;
  registerHlsMetrics(registry, async () => {
    count += 1;
    return [{ hls: [show, { ...show, partAgeMs: 240 }] }, { hls: [] }];
  });
  const text = await registry.metrics();
  t.match(text, /popstage_hls_shows 2/);
  t.match(text, /popstage_hls_parts 200/);
  t.match(text, /popstage_hls_part_age_seconds 0\.24/);
  t.equal(count, 1);
  const failing = createRegistry();
  registerHlsMetrics(failing, () => Promise.reject(new Error('no worker')));
  t.match(await failing.metrics(), /popstage_hls_shows 0/);
});

test('answers are counted by the route pattern, in registries that do not know of each other', async (t) => {
  const [one, other] = [createRegistry(), createRegistry()];
  const metrics = createHttpMetrics(one);
  createHttpMetrics(other);
  metrics.answered('/media/:mediaId', 'GET', 206, 12);
  t.match(
    await one.metrics(),
    /popstage_http_answers_total\{route="\/media\/:mediaId",method="GET",status="206"\} 1/,
  );
  t.notMatch(await other.metrics(), /mediaId/);
});
