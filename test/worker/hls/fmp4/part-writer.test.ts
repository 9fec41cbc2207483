import fc from 'fast-check';
import t from 'tap';
import { writePart } from '#worker/hls/fmp4/part-writer.ts';
import type { Frame } from '#worker/hls/frames.ts';
import { decode, encodePicture, encodeSound, readAll } from './encoded.ts';

const picture = readAll(encodePicture(4, '320x180', ['-profile:v', 'main', '-bf', '2']), 'video');
const sound = readAll(encodeSound(4, '48k'), 'audio');
const pictureHead = picture.inits[0]?.bytes ?? Buffer.alloc(0);

function rewrite(frames: readonly Frame[], framesPerPart: number): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < frames.length; at += framesPerPart) {
    parts.push(writePart(frames.slice(at, at + framesPerPart), parts.length + 1));
  }
  return parts;
}

t.test('ffmpeg decodes parts without a complaint to the very pictures and samples it encoded', async (t) => {
  for (const [{ inits, frames }, original] of [
    [picture, encodePicture(4, '320x180', ['-profile:v', 'main', '-bf', '2'])],
    [sound, encodeSound(4, '48k')],
  ] as const) {
    const head = inits[0]?.bytes ?? Buffer.alloc(0);
    const decoded = decode(Buffer.concat([head, ...rewrite(frames, 7)]));
    t.equal(decoded.complaints, '');
    t.ok(decoded.frames.length > 100);
    t.same(decoded.frames, decode(original).frames);
  }
});

t.test('law: what is written is read back, whatever the frames are', async (t) => {
  const aFrame = fc.record({
    durationTicks: fc.constantFrom(1, 3000, 3003, 90_000),
    compositionTicks: fc.constantFrom(0, 0, -3000, 6000),
    isKey: fc.boolean(),
    size: fc.nat(40),
  });
  const law = fc.property(
    fc.array(aFrame, { minLength: 1, maxLength: 20 }),
    fc.nat(2 ** 50),
    (shapes, beginTicks) => {
      let decodeTicks = beginTicks;
      const frames = shapes.map(({ size, ...shape }, index) => {
        const frame = { ...shape, decodeTicks, data: Buffer.alloc(size, index + 1) };
        decodeTicks += shape.durationTicks;
        return frame;
      });
      const back = readAll(Buffer.concat([pictureHead, writePart(frames, 1)]), 'video', [9]);
      return back.faults.length === 0 && JSON.stringify(back.frames) === JSON.stringify(frames.map(inOrder));
    },
  );
  fc.assert(law, { numRuns: 300 });
  t.pass();
});

function inOrder({ decodeTicks, durationTicks, compositionTicks, isKey, data }: Frame): Frame {
  return { decodeTicks, durationTicks, compositionTicks, isKey, data };
}

t.test('boxes cost at most 116 bytes a part and 4 a frame of sound', async (t) => {
  const frames = sound.frames.slice(10, 34);
  const own = frames.reduce((sum, { data }) => sum + data.length, 0);
  t.ok(writePart(frames, 1).length - own <= 116 + 4 * frames.length);
});
