import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { checkStream } from '../../scripts/hls-check/check-stream.ts';
import { chromiumPath } from '../support/browser.ts';
import { resizeCamera } from '../support/frame-clock.ts';
import { freePort } from '../support/redis-server.ts';
import { LossyUdp } from '../support/lossy-udp.ts';
import { BrowserStage } from './browser-stage.ts';

t.setTimeout(240_000);
const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;

/** As long as the publisher's troubles below take. */
const checkedS = 40;

const renditions = ['high', 'middle', 'low', 'sound', 'thrift'] as const;

interface Glance {
  readonly msn: number;
  readonly gaps: number;
  readonly discontinuities: number;
  /** Of the newest whole segment, s. */
  readonly durations: readonly number[];
}

/** What a player reads of a rendition right now. */
async function glance(stage: BrowserStage, name: string): Promise<Glance> {
  const answer = await fetch(`${stage.server.origin}/hls/${stage.showId}/${name}/live.m3u8`);
  const text = await answer.text();
  const newest = text.split('\n').findLast((line) => line.startsWith('s'));
  return {
    msn: Number(newest?.slice(1, -4) ?? 0),
    gaps: text.split('#EXT-X-GAP').length - 1,
    discontinuities: text.split('#EXT-X-DISCONTINUITY\n').length - 1,
    durations: [...text.matchAll(/#EXTINF:([\d.]+)/g)].map(([, seconds]) => Number(seconds)),
  };
}

/** Waits until this many further segments are whole in every rendition; how many gaps are among them. */
async function further(stage: BrowserStage, count: number): Promise<number> {
  const before = await Promise.all(renditions.map((name) => glance(stage, name)));
  for (const untilMs = performance.now() + count * 2000 + 8000; performance.now() < untilMs;) {
    await delay(250);
    const now = await Promise.all(renditions.map((name) => glance(stage, name)));
    if (now.every(({ msn }, index) => msn >= (before[index]?.msn ?? 0) + count))
      return now.reduce((sum, { gaps }, index) => sum + gaps - (before[index]?.gaps ?? 0), 0);
  }
  throw new Error(`no ${count} segments more`);
}

/** Size of the newest whole segment's pictures, as ffprobe reads it. */
async function sizeOf(stage: BrowserStage, name: string): Promise<string> {
  const at = `${stage.server.origin}/hls/${stage.showId}/${name}`;
  const text = await (await fetch(`${at}/live.m3u8`)).text();
  const lines = text.split('\n');
  const map = /URI="([^"]+)"/.exec(lines.findLast((line) => line.startsWith('#EXT-X-MAP')) ?? '')?.[1];
  const segment = lines.findLast((line) => line.startsWith('s'));
  const files = await Promise.all([map, segment].map((file) => fetch(`${at}/${file}`)));
  const bytes = await Promise.all(files.map(async (file) => Buffer.from(await file.arrayBuffer())));
  const probe = (process.env['FFMPEG_BIN'] ?? 'ffmpeg').replace(/ffmpeg$/, 'ffprobe');
  const path = join(stage.server.dataDir, 'probed.mp4');
  await writeFile(path, Buffer.concat(bytes));
  const wanted = ['-show_entries', 'stream=width,height', '-of', 'csv=p=0', path];
  return execFileSync(probe, ['-v', 'error', ...wanted], { encoding: 'utf8' }).trim();
}

async function until(what: string, ask: () => Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  for (const untilMs = performance.now() + timeoutMs; performance.now() < untilMs; await delay(250))
    if (await ask()) return;
  throw new Error(`${what}: not within ${timeoutMs} ms`);
}

t.test('the fallback goes on over what a publisher does', { skip }, async (t) => {
  const port = await freePort();
  const line = await LossyUdp.open({ address: '127.0.0.2', port }, { address: '127.0.0.1', port });
  t.teardown(() => {
    line.close();
  });
  const stage = await BrowserStage.open({
    HLS: 'true',
    MEDIA_PORT: String(port),
    MEDIA_LISTEN: '127.0.0.1@127.0.0.2',
  });
  t.teardown(() => stage.close());
  const camera = await stage.addCamera({ hue: 30, width: 960, height: 540 });
  await stage.goLive();
  await until('two segments', async () => (await glance(stage, 'thrift')).durations.length >= 2);

  // The checker follows all the while, over every discontinuity.
  const checking = checkStream(`${stage.server.origin}/hls/${stage.showId}/master.m3u8`, checkedS);

  await t.test('five of a hundred packets lost', async (t) => {
    line.lossShare = 0.05;
    const passedBefore = line.passed;
    const gaps = await further(stage, 10);
    line.lossShare = 0;
    t.ok(line.lost > 20, `${line.lost} of ${line.lost + line.passed - passedBefore} packets were lost`);
    t.equal(gaps, 0, 'nothing is missing');
    for (const name of renditions) {
      const { durations } = await glance(stage, name);
      t.ok(
        durations.every((seconds) => seconds < 2.5),
        `${name}: ${durations.join(' ')}`,
      );
    }
  });

  await t.test('a phone that is turned', async (t) => {
    const before = await glance(stage, 'high');
    t.equal(await sizeOf(stage, 'high'), '960,540');
    await resizeCamera(camera.page, { width: 540, height: 960 });
    await until('the other size', async () => (await sizeOf(stage, 'high')) === '540,960');
    const after = await glance(stage, 'high');
    t.ok(after.discontinuities > before.discontinuities, 'behind a discontinuity');
    t.equal(await further(stage, 3), 0, 'and then nothing is missing');
  });

  await t.test('a page that is loaded again', async (t) => {
    await camera.page.reload();
    const button = camera.page.getByRole('button', { name: 'Turn the camera on' });
    await button.or(camera.page.locator('[data-feed=live]')).first().waitFor();
    if (await button.isVisible()) await button.click();
    await camera.page.waitForSelector('[data-feed=live]', { timeout: 15_000 });
    await until('the picture of the camera', async () => (await sizeOf(stage, 'high')) === '960,540');
    t.equal(await further(stage, 3), 0, 'nothing is missing');
    t.equal((await stage.show()).status, 'live');
  });

  await t.test('and every rule of LL-HLS holds meanwhile', async (t) => {
    const { verdicts } = await checking;
    for (const { rule, checked, broken, examples } of verdicts)
      t.equal(broken, 0, `${rule}: ${broken} of ${checked}; ${examples.join('; ')}`);
  });
});
