import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'tap';
import { doubleStand, type WorkerDouble } from '#test/support/worker-double.ts';

const first = { certificate: 'chain one', privateKey: 'key one' };
const second = { certificate: 'chain two', privateKey: 'key two' };

async function certified(double: WorkerDouble, count: number) {
  while (double.paramsOf('hls.certify').length < count) await delay(5);
  return double.paramsOf('hls.certify');
}

test('a worker gets the certificate, each renewed one, and the newest when it is linked again', async (t) => {
  const { double, stages } = await doubleStand(t);
  stages.workers.certificates.use(first);
  t.same(await certified(double, 1), [first]);
  stages.workers.certificates.use(second);
  t.same(await certified(double, 2), [first, second]);
  double.cut();
  t.same(await certified(double, 3), [first, second, second]);
  t.same(stages.workers.certificates.current, second);
});

test('a worker without HLS gets no key', async (t) => {
  const { double, stages, relink } = await doubleStand(t);
  double.hlsPort = null;
  await relink();
  stages.workers.certificates.use(first);
  // Answered after whatever was sent before it.
  await stages.workers.figures();
  t.same(double.paramsOf('hls.certify'), []);
});
