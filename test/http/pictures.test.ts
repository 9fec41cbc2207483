import sharp from 'sharp';
import { test } from 'tap';
import type { ProductPicture } from '#protocol/buyer-views.ts';
import type { Role } from '#protocol/roles.ts';
import { openHttpStand, type HttpStand } from '../support/http-stand.ts';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 80, b: 20 } } });

const upload = async (stand: HttpStand, payload: Buffer, role: Role = 'host') =>
  stand.app.inject({
    method: 'POST',
    url: '/api/product-pictures',
    payload,
    headers: { ...(await stand.signIn(role)), 'content-type': 'image/jpeg' },
  });

const served = async (stand: HttpStand, mediaId: string) => {
  const answer = await stand.app.inject(`/media/${mediaId}`);
  return { type: answer.headers['content-type'], ...(await sharp(answer.rawPayload).metadata()) };
};

const codeOf = (body: string): string => (JSON.parse(body) as { error: { code: string } }).error.code;

test('a large picture becomes a WebP of 1600 pixels and a thumbnail of 400', async (t) => {
  const stand = await openHttpStand(t);
  const answer = await upload(stand, await picture(3000, 1500).jpeg().toBuffer());
  t.equal(answer.statusCode, 201);
  const { mediaId, thumbnailId, ...size } = answer.json<ProductPicture>();
  t.same(size, { width: 1600, height: 800 });
  t.match(await served(stand, mediaId), { type: 'image/webp', format: 'webp', width: 1600, height: 800 });
  t.match(await served(stand, thumbnailId), { type: 'image/webp', format: 'webp', width: 400, height: 200 });
});

test('a small picture is not blown up', async (t) => {
  const stand = await openHttpStand(t);
  const { mediaId, thumbnailId, ...size } = (
    await upload(stand, await picture(120, 300).png().toBuffer())
  ).json<ProductPicture>();
  t.same(size, { width: 120, height: 300 });
  t.equal(mediaId.length, 64);
  t.match(await served(stand, thumbnailId), { width: 120, height: 300 });
});

test('a phone’s picture is made upright and loses where and when it was taken', async (t) => {
  const stand = await openHttpStand(t);
  const taken = await picture(300, 200)
    .withMetadata({
      orientation: 6,
      exif: { IFD0: { Make: 'Findable-Camera' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } },
    })
    .jpeg()
    .toBuffer();
  t.equal((await sharp(taken).metadata()).orientation, 6, 'the example is as it should be');
  t.ok(taken.includes('Findable-Camera'));
  const { mediaId, width, height } = (await upload(stand, taken)).json<ProductPicture>();
  t.same({ width, height }, { width: 200, height: 300 });
  const kept = await stand.app.inject(`/media/${mediaId}`);
  t.notOk(kept.rawPayload.includes('Findable-Camera'));
  const { exif, orientation } = await sharp(kept.rawPayload).metadata();
  t.same({ exif, orientation }, { exif: undefined, orientation: undefined });
});

test('a bomb of pixels is refused before it is unpacked', async (t) => {
  const stand = await openHttpStand(t, { picturePixels: 1_000_000 });
  const bomb = await picture(8000, 8000).png({ compressionLevel: 9 }).toBuffer();
  const before = process.memoryUsage.rss();
  const answer = await upload(stand, bomb);
  t.equal(answer.statusCode, 422);
  t.match(answer.json(), { error: { code: 'picture-too-large', details: { limitPixels: 1_000_000 } } });
  t.ok(process.memoryUsage.rss() - before < 64_000_000, 'a quarter of a gigabyte was not unpacked');
});

test('what is no picture, damaged or too long is refused by its own code', async (t) => {
  const stand = await openHttpStand(t, { pictureBytes: 20_000 });
  const whole = await picture(600, 400).jpeg().toBuffer();
  const examples = {
    'media-type-unsupported': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'.padEnd(200)),
    'picture-unreadable': Buffer.concat([whole.subarray(0, 300), Buffer.alloc(500)]),
    'body-too-large': Buffer.concat([whole, Buffer.alloc(30_000)]),
  };
  for (const [code, payload] of Object.entries(examples)) {
    t.equal(codeOf((await upload(stand, payload)).body), code, code);
  }
  const clip = Buffer.concat([Buffer.from('\0\0\0\x20ftypisom', 'latin1'), Buffer.alloc(400, 1)]);
  t.equal(codeOf((await upload(stand, clip)).body), 'media-type-unsupported', 'a clip');
});

test('many uploads at once are worked on one after the other, and all are kept', async (t) => {
  const stand = await openHttpStand(t);
  const sizes = [200, 210, 220, 230, 240, 250];
  const answers = await Promise.all(
    sizes.map(async (width) => upload(stand, await picture(width, 100).jpeg().toBuffer())),
  );
  t.same(
    answers.map((answer) => answer.json<ProductPicture>().width),
    sizes,
  );
});
