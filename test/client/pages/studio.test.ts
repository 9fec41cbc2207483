import { test } from 'tap';
import { delayOf } from '../../../client-demo/src/pages/studio/programme-delay.ts';
import { parseRemembered } from '../../../client-demo/src/pages/studio/remembered-sources.ts';
import { qualityOf } from '../../../client-demo/src/pages/studio/send-quality.ts';

const remembered = {
  sourceId: 'source-0001',
  kind: 'camera',
  cameraId: 'a',
  microphoneId: 'none',
  isSoundMuted: false,
  isPictureMuted: true,
};
const fine = { score: 10, lossRatio: 0, limitedBy: 'none' } as const;

test('a reload remembers the sources of its tab', async (t) => {
  t.same(parseRemembered(JSON.stringify([remembered])), [remembered]);
});

test('what is not a remembered source is dropped instead of breaking the page', async (t) => {
  t.same(parseRemembered(null), []);
  t.same(parseRemembered('{'), []);
  t.same(parseRemembered('{"a":1}'), []);
  t.same(parseRemembered(JSON.stringify([null, 1, { ...remembered, kind: 'clip' }, { sourceId: 'x' }])), []);
});

test('the quality of a source is the worst of what the stage, the network and the encoder say', async (t) => {
  t.equal(qualityOf(fine), 'good');
  t.equal(qualityOf({ ...fine, score: null }), 'good');
  t.equal(qualityOf({ ...fine, limitedBy: 'bandwidth' }), 'weak');
  t.equal(qualityOf({ ...fine, lossRatio: 0.05 }), 'weak');
  t.equal(qualityOf({ ...fine, score: 3 }), 'bad');
});

test('the delay is the measured one, else what buffer and network add up to, else unknown', async (t) => {
  t.equal(delayOf({ pictureDelayMs: 60, jitterBufferMs: 20, roundTripMs: 10 }), 60);
  t.equal(delayOf({ pictureDelayMs: null, jitterBufferMs: 20, roundTripMs: 10 }), 25);
  t.equal(delayOf({ pictureDelayMs: null, jitterBufferMs: null, roundTripMs: 10 }), null);
  t.equal(delayOf(null), null);
});
