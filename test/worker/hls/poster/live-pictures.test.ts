import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import t from 'tap';
import type { ShowArchive } from '#worker/hls/archive/show-archive.ts';
import { Darkroom } from '#worker/hls/poster/darkroom.ts';
import { LivePictures } from '#worker/hls/poster/live-pictures.ts';
import type { Publication, PublishedRendition } from '#worker/hls/publication.ts';
import { beganMs, openArchive, scratch, showId } from '../archive/kept-show.ts';

const ffmpegBin = process.env['FFMPEG_BIN'] ?? 'ffmpeg';

/** A map, and a part with one key frame, of a picture of 640x360. */
function picture(): { readonly map: Buffer; readonly part: Buffer } {
  const flags = ['-movflags', '+cmaf+empty_moov+default_base_moof+frag_every_frame', '-f', 'mp4', 'pipe:1'];
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=15', '-frames:v', '1', '-c:v', 'libx264'];
  const bytes = execFileSync(ffmpegBin, ['-v', 'error', ...source, '-pix_fmt', 'yuv420p', ...flags]);
  const end = bytes.indexOf('moof', 0, 'latin1') - 4;
  return { map: bytes.subarray(0, end), part: bytes.subarray(end) };
}

const { map, part } = picture();

/** A publication whose lowest picture is at segment `msn()`; every segment begins with the same key frame. */
function publicationAt(msn: () => number): Publication {
  const low: PublishedRendition = {
    name: 'low',
    partTargetMs: 500,
    get next() {
      return { msn: msn(), part: 1 };
    },
    firstMsn: 1,
    playlist: () => {
      const date = new Date(beganMs + msn() * 2000).toISOString();
      const head = `#EXTM3U\n#EXT-X-MAP:URI="i0.mp4"\n#EXT-X-PROGRAM-DATE-TIME:${date}\n`;
      return Buffer.from(`${head}#EXT-X-PART:DURATION=0.5,URI="p${msn()}.0.m4s",INDEPENDENT=YES\n`);
    },
    map: () => map,
    part: () => part,
    segment: () => null,
    onChange: () => () => undefined,
  };
  const ready = Promise.resolve();
  return { showId, multivariant: () => null, rendition: () => low, ready, isClosed: false };
}

interface Scene {
  readonly pictures: LivePictures;
  readonly show: ShowArchive;
  goTo(msn: number): void;
}

async function scene(test: Pick<typeof t, 'teardown'>, isPublic: boolean): Promise<Scene> {
  const { archive } = await openArchive(scratch((end) => test.teardown(end)));
  const show = await archive.begin(showId);
  const darkroom = new Darkroom(ffmpegBin);
  let msn = 100;
  const pictures = new LivePictures({
    publication: publicationAt(() => msn),
    archive: show,
    darkroom,
    rules: { isPublic, isHeld: false },
    everyMs: 600_000,
    windowMs: 20_000,
  });
  test.teardown(async () => {
    pictures.close();
    darkroom.close();
    await archive.close();
  });
  return { pictures, show, goTo: (next) => (msn = next) };
}

const posterOf = ({ pictures }: Scene): Buffer | null => {
  const body = pictures.read('poster.jpg')?.body;
  return Buffer.isBuffer(body) ? body : null;
};
const trackOf = ({ pictures }: Scene): string => {
  const body = pictures.read('thumbnails.vtt')?.body;
  return Buffer.isBuffer(body) ? body.toString() : '';
};

t.test('the newest key frame becomes a JPEG of 320 px, and a thumbnail', async (t) => {
  const stage = await scene(t, true);
  t.equal(posterOf(stage), null);
  await stage.pictures.take();
  const jpeg = posterOf(stage) ?? Buffer.alloc(0);
  t.equal(jpeg.readUInt16BE(0), 0xffd8);
  const asked = ['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', '-i', 'pipe:0'];
  t.equal(execFileSync('ffprobe', asked, { input: jpeg }).toString().trim(), '320,180');
  t.match(trackOf(stage), /--> .*\nt\d+\.jpg/);
});

t.test('none is taken while the show is held, and none of before is taken for new afterwards', async (t) => {
  const stage = await scene(t, true);
  stage.pictures.setRules({ isPublic: true, isHeld: true });
  await stage.pictures.take();
  t.equal(posterOf(stage), null);
  stage.pictures.setRules({ isPublic: true, isHeld: false });
  await stage.pictures.take();
  t.equal(posterOf(stage), null, 'what is there now was taken while it was held');
  stage.goTo(103);
  await stage.pictures.take();
  t.not(posterOf(stage), null);
});

t.test('what was taken in a rehearsal is gone when the public comes, also what was on its way', async (t) => {
  const stage = await scene(t, false);
  await stage.pictures.take();
  t.not(posterOf(stage), null, 'for whoever has a token');
  const [number] = /\d+(?=\.jpg)/.exec(trackOf(stage)) ?? [];
  stage.goTo(101);
  const onItsWay = stage.pictures.take();
  stage.pictures.setRules({ isPublic: true, isHeld: false });
  await onItsWay;
  t.equal(posterOf(stage), null);
  t.notMatch(trackOf(stage), '.jpg');
  await stage.show.close();
  t.notOk(existsSync(stage.show.folder.thumbnail(Number(number))));
});

t.test('thumbnails go back as far as the window', async (t) => {
  const stage = await scene(t, true);
  for (const msn of [100, 105, 112]) {
    stage.goTo(msn);
    await stage.pictures.take();
  }
  t.equal(trackOf(stage).match(/\.jpg/g)?.length, 2, 'the first is 24 s old');
});

t.test('what is no picture, and a decoder that hangs or is not there, cost only that picture', async (t) => {
  const find = () => ({ bytes: Buffer.from('no picture') });
  t.equal(await new Darkroom(ffmpegBin).develop(find), null);
  t.equal(await new Darkroom('/nowhere/ffmpeg').develop(find), null);
  const late = new Darkroom(ffmpegBin, 0);
  t.equal(await late.develop(() => ({ bytes: Buffer.concat([map, part]) })), null);
  t.not(await new Darkroom(ffmpegBin).develop(() => ({ bytes: Buffer.concat([map, part]) })), null);
});
