import { test } from 'tap';
import { createResource } from '../../../client-demo/src/api/resource.ts';
import { shareableUrl } from '../../../client-demo/src/api/shareable.ts';
import { failed, offlineError, succeeded, type Outcome } from '../../../client-demo/src/live/outcome.ts';

/** Answers in the order they are given, each when it is let go. */
const answering = () => {
  const waiting: ((outcome: Outcome<string>) => void)[] = [];
  const load = () => new Promise<Outcome<string>>((resolve) => waiting.push(resolve));
  return { load, answer: (index: number, outcome: Outcome<string>) => waiting[index]?.(outcome) };
};

test('a first reading that fails is a fault, and the next one that works mends it', async (t) => {
  const outcomes = [failed(offlineError), succeeded('facts')];
  const resource = createResource(
    async () => outcomes.shift() ?? failed(offlineError),
    () => 7,
  );
  await resource.refresh();
  t.match(resource.state.value, { status: 'failed', error: { code: 'offline' } });
  await resource.refresh();
  t.same(resource.state.value, { status: 'ready', value: 'facts', readAtMs: 7, isStale: false });
});

test('a later reading that fails keeps the facts and says since when they are old', async (t) => {
  const outcomes: Outcome<string>[] = [succeeded('facts')];
  let nowMs = 7;
  const resource = createResource(
    async () => outcomes.shift() ?? failed(offlineError),
    () => nowMs,
  );
  await resource.refresh();
  nowMs = 99;
  await resource.refresh();
  t.same(resource.state.value, { status: 'ready', value: 'facts', readAtMs: 7, isStale: true });
});

test('an answer that was overtaken by a later question is dropped', async (t) => {
  const { load, answer } = answering();
  const resource = createResource(load, () => 0);
  const first = resource.refresh();
  const second = resource.refresh();
  answer(1, succeeded('new'));
  await second;
  answer(0, succeeded('old'));
  await first;
  t.match(resource.state.value, { status: 'ready', value: 'new' });
});

const addresses = { origins: ['https://192.0.2.7:8443'], needsAuthority: true };

test('a link for other devices uses the network address where the page came from localhost', async (t) => {
  t.equal(shareableUrl('/watch/a', 'http://localhost:8080', addresses), 'https://192.0.2.7:8443/watch/a');
  t.equal(shareableUrl('/enter#s', 'https://127.0.0.1:8443', addresses), 'https://192.0.2.7:8443/enter#s');
});

test('a link for other devices keeps an HTTPS address that they can reach', async (t) => {
  t.equal(shareableUrl('/watch/a', 'https://stall.example', addresses), 'https://stall.example/watch/a');
});

test('a link for other devices is this page where the server knows no better', async (t) => {
  t.equal(shareableUrl('/watch/a', 'http://localhost:8080', undefined), 'http://localhost:8080/watch/a');
});
