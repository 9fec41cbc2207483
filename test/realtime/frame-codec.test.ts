import fc from 'fast-check';
import { test } from 'tap';
import { ClientFrameSchema } from '#protocol/messages.ts';
import { Compile } from 'typebox/compile';
import { decodeFrame, maximumDepth } from '#realtime/frame-codec.ts';

const limitBytes = 65_536;
const decode = (text: string) => decodeFrame(Buffer.from(text), limitBytes);
const request = (params: string) => `[{"type":"request","id":1,"method":"m","params":${params}}]`;
const refused = { ok: false, reason: 'frame-invalid' };
/** A soak runs more; the seed of a failure is printed by fast-check and can be put back with FUZZ_SEED. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 100_000);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_122);

test('a frame with several messages is taken in order', async (t) => {
  t.same(decode('[{"type":"pong"},{"type":"ping","sentAt":1}]'), {
    ok: true,
    messages: [{ type: 'pong' }, { type: 'ping', sentAt: 1 }],
  });
});

for (const [what, text] of [
  ['no JSON', '[{"type":"pong"}'],
  ['nothing', ''],
  ['no array', '{"type":"pong"}'],
  ['an empty array', '[]'],
  ['65 messages', `[${Array(65).fill('{"type":"pong"}').join(',')}]`],
  ['an unknown type', '[{"type":"shout"}]'],
  ['one bad message behind a good one', '[{"type":"pong"},{"type":"ping"}]'],
  ['an unknown field', '[{"type":"pong","extra":1}]'],
  ['a number as text', '[{"type":"ping","sentAt":"1"}]'],
  ['a request id that is no integer', '[{"type":"request","id":1.5,"method":"m","params":{}}]'],
  ['parameters that are an array', request('[]')],
  ['a byte-order mark', '\ufeff[{"type":"pong"}]'],
] as const) {
  test(`a frame with ${what} is refused`, async (t) => t.same(decode(text), refused));
}

test('bytes that are not UTF-8 are refused', async (t) => {
  const bytes = Buffer.concat([Buffer.from('[{"type":"pong"}]'), Buffer.from([0xc3, 0x28])]);
  t.same(decodeFrame(bytes, limitBytes), refused);
});

test('a frame over the limit is refused before it is looked at', async (t) => {
  t.same(decode('x'.repeat(limitBytes + 1)), { ok: false, reason: 'frame-too-large' });
});

test('nesting is allowed to a depth and not beyond', async (t) => {
  const nested = (depth: number) => request(`{"a":${'['.repeat(depth - 3)}${']'.repeat(depth - 3)}}`);
  t.match(decode(nested(maximumDepth)), { ok: true });
  t.same(decode(nested(maximumDepth + 1)), refused);
  t.same(decode('['.repeat(60_000)), refused);
});

test('brackets inside strings are no nesting', async (t) => {
  t.match(decode(request(`{"a":"${'['.repeat(100)}\\"${'{'.repeat(100)}"}`)), { ok: true });
});

test('a name like __proto__ is data and changes no prototype', async (t) => {
  t.match(decode(request('{"__proto__":{"polluted":true}}')), { ok: true });
  t.notOk('polluted' in {});
});

/** Pieces of the real thing, so that the fuzzer gets past the first bracket. */
const piece = fc.oneof(
  fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"',
    '\\',
    '"type"',
    '"request"',
    '"hello"',
    '"ping"',
    '"id"',
  ),
  fc.constantFrom(
    '"params"',
    '"method"',
    '"token"',
    '"sentAt"',
    'null',
    'true',
    '-1',
    '1e999',
    '\u0000',
    '💥',
    '\\ud800',
  ),
  fc.string({ maxLength: 8 }),
);
const almostMessages = fc.array(
  fc.record(
    {
      type: fc.oneof(fc.constantFrom('request', 'hello', 'ping', 'pong', 'token'), fc.string()),
      id: fc.oneof(fc.integer(), fc.double(), fc.string()),
      method: fc.string(),
      params: fc.anything(),
      sentAt: fc.anything(),
      token: fc.string({ maxLength: 60 }),
      protocol: fc.anything(),
    },
    { requiredKeys: ['type'] },
  ),
);
const frame = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join(''))),
  almostMessages.map((value) =>
    Buffer.from(JSON.stringify(value, (_, leaf) => (typeof leaf === 'bigint' ? 0 : leaf)) ?? ''),
  ),
);
const validator = Compile(ClientFrameSchema);

test(`the parser never throws and lets nothing through that the schema refuses (${numRuns} frames)`, async (t) => {
  const law = fc.property(frame, (bytes) => {
    const decoded = decodeFrame(bytes, limitBytes);
    return !decoded.ok || validator.Check(decoded.messages);
  });
  fc.assert(law, { numRuns, seed });
  t.pass();
});
