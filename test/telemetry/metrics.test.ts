import { test } from 'tap';
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
