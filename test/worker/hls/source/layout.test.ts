import t from 'tap';
import { parseLadder } from '#config/hls-ladder.ts';
import { makesParts } from '#worker/hls/renditions.ts';
import { layoutOf, renditionsOf, slateLayout, type Picture } from '#worker/hls/source/layout.ts';

const ladder = parseLadder(['720@30:2000', '360@30:700', '180@15:150']);
const picture = (change: Partial<Picture> = {}): Picture => ({
  mimeType: 'video/H264',
  isScreen: false,
  layers: [2, 1, 0],
  missing: new Set(),
  ...change,
});
/** Which layer each rendition comes from, and `x` where it is encoded. */
const made = (change: Partial<Picture> = {}): Record<string, string> => {
  const { inputs, outputs } = layoutOf(picture(change), ladder);
  return Object.fromEntries(
    outputs.flatMap(({ renditions, input, rung }) =>
      renditions.map((name) => [name, `${inputs[input]}${rung === null ? '' : 'x'}`]),
    ),
  );
};

void t.test('each of three layers is copied by its size', async (t) => {
  t.same(made(), { high: '2', middle: '1', low: '0' });
  t.same(made({ layers: [0, 2, 1] }), { high: '0', middle: '2', low: '1' });
});

void t.test('a missing layer has the next lower one in its place', async (t) => {
  t.same(made({ missing: new Set([2]) }), { high: '1', middle: '1', low: '0' });
  t.same(made({ missing: new Set([1]) }), { high: '2', middle: '0', low: '0' });
  t.same(made({ missing: new Set([2, 1]) }), { high: '0', middle: '0', low: '0' });
});

void t.test('what no layer can become is encoded from the lowest', async (t) => {
  t.same(made({ missing: new Set([0]) }), { high: '2', middle: '1', low: '1x' });
  t.same(made({ layers: [1, 0] }), { high: '1', middle: '0', low: '0x' });
  t.same(made({ layers: [0] }), { high: '0', middle: '0x', low: '0x' });
});

void t.test('VP8 and screens are encoded from their largest picture', async (t) => {
  const encoded = { high: '2x', middle: '2x', low: '2x' };
  t.same(made({ mimeType: 'video/VP8' }), encoded);
  t.same(made({ isScreen: true }), encoded);
  t.same(made({ isScreen: true, missing: new Set([2]) }), { high: '1x', middle: '1x', low: '1x' });
});

void t.test('a picture of which every layer is missing is still a picture', async (t) => {
  t.same(made({ missing: new Set([0, 1, 2]) }).high, '2');
});

void t.test('every layout offers all renditions', async (t) => {
  for (const layout of [
    layoutOf(picture(), ladder),
    slateLayout(ladder),
    layoutOf(picture({ layers: [0] }), ladder),
  ])
    t.same(renditionsOf(layout), ['high', 'middle', 'low', 'sound', 'thrift']);
});

void t.test('every rate that a ladder may have, and that of the slate, makes parts', async (t) => {
  for (const rate of Array.from({ length: 46 }, (_, index) => index + 15)) {
    const upper = () => parseLadder([`720@${rate}:2000`, `360@${rate}:700`, '180@15:150']);
    if (makesParts('high', rate) && makesParts('middle', rate)) t.doesNotThrow(upper);
    else t.throws(upper, /15 or 19/);
    t.ok(makesParts('low', rate), `low at ${rate}`);
  }
  for (const { renditions, rung } of slateLayout(ladder).outputs)
    t.ok(renditions.every((name) => makesParts(name, rung?.framesPerSecond ?? 0)));
});
