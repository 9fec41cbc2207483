import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { test } from 'tap';
import type { UploadedMedia } from '#protocol/views.ts';
import { openHttpStand, type HttpStand } from '../support/http-stand.ts';

const png = (sizeBytes = 200): Buffer =>
  Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(sizeBytes - 8, 7)]);
const mp4 = Buffer.concat([Buffer.from('\0\0\0\x20ftypisom', 'latin1'), Buffer.alloc(400, 1)]);
const webm = Buffer.concat([
  Buffer.from('\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm', 'latin1'),
  Buffer.alloc(99),
]);

const upload = async (stand: HttpStand, payload: Buffer, type = 'application/octet-stream') =>
  stand.app.inject({
    method: 'POST',
    url: '/api/media',
    payload,
    headers: { ...(await stand.signIn('host')), 'content-type': type },
  });

/** An upload over a real socket, whose body the test writes. */
async function openUpload(stand: HttpStand) {
  const origin = await stand.app.listen({ host: '127.0.0.1', port: 0 });
  const headers = await stand.signIn('host');
  const sent = request(`${origin}/api/media`, { method: 'POST', headers });
  const answered = new Promise<{ statusCode: number | undefined; body: string }>((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (answer) => {
      void text(answer).then((body) => resolve({ statusCode: answer.statusCode, body }), reject);
    });
  });
  return { sent, answered };
}

const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await setTimeout(5);
};

/** Files of the store, drafts included. */
const filesOf = (stand: HttpStand): string[] =>
  readdirSync(join(stand.folder, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

test('an uploaded picture is served as what it is, for ever, and never as a page', async (t) => {
  const stand = await openHttpStand(t);
  const answer = await upload(stand, png(), 'text/html');
  t.equal(answer.statusCode, 201);
  const { mediaId, ...rest } = answer.json<UploadedMedia>();
  t.same(rest, { kind: 'picture', contentType: 'image/png', sizeBytes: 200 });
  const served = await stand.app.inject(`/media/${mediaId}`);
  t.equal(served.statusCode, 200);
  t.ok(served.rawPayload.equals(png()));
  t.equal(served.headers['content-type'], 'image/png');
  t.equal(served.headers['x-content-type-options'], 'nosniff');
  t.match(served.headers['cache-control'], /max-age=31536000, immutable/);
  t.match(served.headers['content-security-policy'], /sandbox/);
});

test('clips are known by their bytes, and ranges of them are served', async (t) => {
  const stand = await openHttpStand(t);
  t.match((await upload(stand, webm)).json(), { kind: 'clip', contentType: 'video/webm' });
  const { mediaId } = (await upload(stand, mp4)).json<UploadedMedia>();
  const part = await stand.app.inject({ url: `/media/${mediaId}`, headers: { range: 'bytes=4-11' } });
  t.equal(part.statusCode, 206);
  t.equal(part.body, 'ftypisom');
  t.equal(part.headers['content-range'], `bytes 4-11/${mp4.length}`);
});

test('the same picture twice is one blob', async (t) => {
  const stand = await openHttpStand(t);
  const [first, second] = [await upload(stand, png()), await upload(stand, png())];
  t.same(first.json(), second.json());
  t.equal(filesOf(stand).length, 1);
});

test('what is no picture or clip is refused, whatever it calls itself, and leaves nothing behind', async (t) => {
  const stand = await openHttpStand(t);
  const garbage = {
    html: Buffer.from(`<!doctype html>${'<script>alert(1)</script>'.repeat(9)}`),
    svg: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${' '.repeat(99)}</svg>`),
    elf: Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(99)]),
    matroska: Buffer.concat([Buffer.from('\x1a\x45\xdf\xa3matroska', 'latin1'), Buffer.alloc(99)]),
    heic: Buffer.concat([Buffer.from('\0\0\0\x20ftypheic', 'latin1'), Buffer.alloc(99)]),
    short: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    zeros: Buffer.alloc(500),
  };
  for (const [name, bytes] of Object.entries(garbage)) {
    const answer = await upload(stand, bytes, 'image/png');
    t.equal(answer.statusCode, 415, name);
  }
  t.same(filesOf(stand), []);
});

test('a file over the limit of its kind is refused while it still arrives, and its sender hears of it', async (t) => {
  const stand = await openHttpStand(t, { pictureBytes: 1024, clipBytes: 1_000_000 });
  const { sent, answered } = await openUpload(stand);
  sent.write(png(1000));
  sent.write(Buffer.alloc(1000));
  // The request has not ended, and never will.
  const { statusCode, body } = await answered;
  t.equal(statusCode, 413);
  t.match(JSON.parse(body), { error: { code: 'body-too-large', details: { limitBytes: 1024 } } });
  sent.destroy();
  t.same(filesOf(stand), []);
});

test('a store without room says so and takes nothing', async (t) => {
  const stand = await openHttpStand(t, { blobsBytes: 2048 });
  t.equal((await upload(stand, png(1500))).statusCode, 201);
  t.equal((await upload(stand, png(1400))).statusCode, 507);
  t.equal((await upload(stand, png(400))).statusCode, 201, 'the refused one took no room');
  t.equal(filesOf(stand).length, 2);
});

test('an upload that breaks off leaves nothing behind', async (t) => {
  const stand = await openHttpStand(t);
  const { sent, answered } = await openUpload(stand);
  sent.write(png(500));
  await until(() => filesOf(stand).length === 1);
  sent.destroy();
  await t.rejects(answered);
  await until(() => filesOf(stand).length === 0);
});

test('only well-formed ids reach the disk', async (t) => {
  const stand = await openHttpStand(t);
  for (const id of ['..%2f..%2foutside.txt', '..%5coutside.txt', 'a'.repeat(63), 'A'.repeat(64), '%00']) {
    const answer = await stand.app.inject(`/media/${id}`);
    t.ok([400, 404].includes(answer.statusCode), `${id}: ${answer.statusCode}`);
    t.notMatch(answer.body, /secret of the machine/);
  }
  t.equal((await stand.app.inject(`/media/${'a'.repeat(64)}`)).statusCode, 404);
});
