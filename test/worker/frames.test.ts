import fc from 'fast-check';
import t from 'tap';
import { encodeFrame, FrameDecoder, FrameFault } from '#protocol/worker-rpc/frames.ts';

t.test('law: whatever way the bytes are cut, the same messages come out', async (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { maxLength: 8 }),
      fc.array(fc.nat(40), { minLength: 1 }),
      (messages, cuts) => {
        const bytes = Buffer.from(messages.map(encodeFrame).join(''));
        const decoder = new FrameDecoder();
        const out: unknown[] = [];
        for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
          const size = 1 + (cuts[cut % cuts.length] ?? 0);
          out.push(...decoder.push(bytes.subarray(at, at + size)));
          at += size;
        }
        return JSON.stringify(out) === JSON.stringify(messages);
      },
    ),
  );
  t.pass();
});

t.test('law: noise ends in a frame fault or in values, never in another error', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 10 }), (chunks) => {
      const decoder = new FrameDecoder(100);
      try {
        for (const chunk of chunks) decoder.push(Buffer.from(chunk));
        return true;
      } catch (error) {
        return error instanceof FrameFault;
      }
    }),
  );
  t.pass();
});

t.test('a frame without an end is refused as soon as it is too long, and not kept', async (t) => {
  const decoder = new FrameDecoder(64);
  t.same(decoder.push(Buffer.alloc(60, 'a')), []);
  t.throws(() => decoder.push(Buffer.alloc(60, 'a')), FrameFault);
});
