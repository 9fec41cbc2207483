import fc from 'fast-check';
import t from 'tap';
import { createFrameReader } from '#worker/hls/fmp4/frame-reader.ts';
import { spsOf } from '#worker/hls/fmp4/track-init.ts';
import { encodePicture, encodeSound, readAll } from './encoded.ts';

const picture = encodePicture(3, '320x180', ['-profile:v', 'main', '-bf', '2']);
const sound = encodeSound(2, '48k');

t.test('a picture: its head, all its frames, key frames and offsets of B-frames', async (t) => {
  const { inits, frames, faults } = readAll(picture, 'video');
  t.same(faults, []);
  t.equal(inits.length, 1);
  t.match(inits[0]?.codec, /^avc1\.4d[0-9a-f]{4}$/);
  t.same(inits[0]?.size, { width: 320, height: 180 });
  const timescale = inits[0]?.timescale ?? 0;
  t.equal(frames.length, 90);
  t.same(
    frames.flatMap(({ isKey }, index) => (isKey ? [index] : [])),
    [0, 60],
  );
  t.ok(frames.every(({ durationTicks }) => durationTicks === timescale / 30));
  t.equal(frames[0]?.decodeTicks, 10 * timescale);
  t.ok(
    frames.some(({ compositionTicks }) => compositionTicks < 0),
    'offsets have a sign',
  );
  t.ok(frames.some(({ compositionTicks }) => compositionTicks > 0));
});

t.test('sound: every frame is a key frame of 1024 samples', async (t) => {
  const { inits, frames, faults } = readAll(sound, 'audio');
  t.same(faults, []);
  t.equal(inits[0]?.codec, 'mp4a.40.2');
  t.equal(inits[0]?.size, null);
  t.equal(inits[0]?.timescale, 48_000);
  t.ok(frames.length >= 94);
  t.ok(frames.every(({ isKey, durationTicks }) => isKey && durationTicks <= 1024 && durationTicks > 0));
});

t.test('the sequence parameter set of a picture is found, none of sound', async (t) => {
  const [init] = readAll(picture, 'video').inits;
  const [soundInit] = readAll(sound, 'audio').inits;
  if (init === undefined || soundInit === undefined) throw new Error('no head');
  t.equal((spsOf(init)?.[0] ?? 0) & 0x1f, 7);
  t.equal(spsOf(init)?.toString('hex', 1, 4), init.codec.slice(5));
  t.equal(spsOf(soundInit), null);
});

t.test('law: any chunking gives the same frames', async (t) => {
  const whole = readAll(picture, 'video', [picture.length]);
  const law = fc.property(
    fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 }),
    (sizes) => {
      const cut = readAll(picture, 'video', sizes);
      return JSON.stringify(cut) === JSON.stringify(whole);
    },
  );
  fc.assert(law, { numRuns: 40 });
  t.pass();
});

t.test(
  'law: whatever bytes come, nothing is thrown, at most one fault is told and nothing comes behind it',
  async (t) => {
    const change = fc.record({ at: fc.nat(20_000), byte: fc.nat(255) });
    const rubbish = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.tuple(fc.constantFrom(picture, sound), fc.array(change, { minLength: 1, maxLength: 30 })).map(spoil),
    );
    const law = fc.property(rubbish, fc.constantFrom('video' as const, 'audio' as const), (bytes, kind) => {
      const { frames, faults } = readAll(bytes, kind, [1000]);
      const size = frames.reduce((sum, { data }) => sum + data.length, 0);
      return faults.length <= 1 && size <= bytes.length;
    });
    fc.assert(law, { numRuns: 1500 });
    t.pass();
  },
);

function spoil([bytes, changes]: [Buffer, { readonly at: number; readonly byte: number }[]]): Buffer {
  const spoilt = Buffer.from(bytes.subarray(0, 20_000));
  for (const { at, byte } of changes) spoilt[at % spoilt.length] = byte;
  return spoilt;
}

t.test('a box that is too large is a fault at its header, not after memory was filled', async (t) => {
  const { faults } = readAll(Buffer.from([0x7f, 0, 0, 0, 0x6d, 0x64, 0x61, 0x74]), 'video');
  t.same(faults, ['not a stream of boxes']);
});

t.test('after a fault nothing is read any more', async (t) => {
  const faults: string[] = [];
  const inits: unknown[] = [];
  const reader = createFrameReader({
    kind: 'video',
    onInit: (init) => inits.push(init),
    onFrame: () => t.fail('a frame'),
    onFault: (reason) => faults.push(reason),
  });
  reader.push(Buffer.from('rubbish, rubbish'));
  reader.push(picture);
  t.equal(faults.length, 1);
  t.same(inits, []);
});

t.test('a track of the other kind, and data without a head, are faults', async (t) => {
  t.same(readAll(sound, 'video').faults, ['audio instead of video']);
  t.same(readAll(picture.subarray(picture.indexOf('moof') - 4), 'video').faults, ['mdat out of place']);
});
