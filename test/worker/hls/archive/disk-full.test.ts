import { execFileSync } from 'node:child_process';
import { existsSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { keepMaps, keepSegments, openArchive, scratch, showId, textOf } from './kept-show.ts';

/** Only the system's own administrator can mount, and not in every container. */
function mountSmallDisk(path: string, sizeBytes: number): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', path], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `a small disk cannot be mounted here: ${String(error)}`;
  }
}

t.test(
  'a really full disk: gaps instead of faults, one complaint, and on it goes when there is room',
  async (t) => {
    const dataDir = scratch((end) => t.teardown(end));
    const refusal = mountSmallDisk(dataDir, 2_000_000);
    if (refusal !== null) {
      t.pass('there is no small disk', { skip: refusal });
      return;
    }
    t.teardown(() => execFileSync('umount', ['-l', dataDir]));
    const { archive, complaints, pass } = await openArchive(dataDir);
    const show = await archive.begin(showId);
    show.setKeeping(true);
    keepMaps(show);
    const ballast = join(dataDir, 'ballast');
    t.equal(await keepSegments(show, 100, 103), 15);
    const { bavail, bsize } = statfsSync(dataDir);
    writeFileSync(ballast, Buffer.alloc((bavail - 8) * bsize));
    for (let msn = 103; msn < 113; msn += 1) {
      await keepSegments(show, msn, msn + 1);
      pass(6000);
    }
    t.equal(complaints.length, 1, 'said once, not for every segment');
    const lost = await keepSegments(show, 113, 115);
    t.equal(lost, 0);
    unlinkSync(ballast);
    pass(6000);
    t.equal(await keepSegments(show, 115, 118), 15);
    await archive.end(showId);
    const text = (await textOf(archive, 'high/replay.m3u8')) ?? '';
    t.match(text, /#EXT-X-DISCONTINUITY\n(?:#.*\n)*s115\.m4s/);
    t.notMatch(text, 's113.m4s');
    t.match(text, '#EXT-X-ENDLIST');
    t.ok((archive.findReplay(showId) ?? 0) >= 12);
  },
);

t.test('over the quota the oldest replay goes, then the live show is kept no more', async (t) => {
  // Five segments of 20 kB take 102 kB: room for some twelve moments.
  const { archive, complaints, pass } = await openArchive(
    scratch((end) => t.teardown(end)),
    1_300_000,
  );
  for (const id of ['show-older1', 'show-newer1']) {
    const show = await archive.begin(id);
    show.setKeeping(true);
    keepMaps(show);
    t.equal(await keepSegments(show, 100, 105), 25);
    await archive.end(id);
    pass(1000);
  }
  const show = await archive.begin(showId);
  show.setKeeping(true);
  keepMaps(show);
  t.equal(await keepSegments(show, 100, 104), 20);
  t.equal(archive.findReplay('show-older1'), null);
  t.equal(archive.findReplay('show-newer1'), 10);
  t.equal(await keepSegments(show, 104, 110), 30);
  t.equal(archive.findReplay('show-newer1'), null);
  const kept = await keepSegments(show, 110, 120);
  t.ok(kept < 20, `only ${kept} of 50`);
  t.ok(archive.usedBytes <= 1_300_000);
  t.same(complaints, []);
  t.ok(existsSync(show.folder.segment('high', 101)));
});

t.test('a disk slower than the show: what does not fit into the queue is not kept', async (t) => {
  const { archive } = await openArchive(scratch((end) => t.teardown(end)));
  const show = await archive.begin(showId);
  keepMaps(show);
  const record = {
    rendition: 'high',
    durationS: 2,
    programMs: 0,
    mapId: 0,
    isDiscontinuity: false,
    isGap: false,
  } as const;
  const chunk = Buffer.alloc(1_000_000);
  const all = Array.from({ length: 20 }, (_, msn) => show.keep({ ...record, msn }, [chunk]));
  const kept = (await Promise.all(all)).filter((path) => path !== null);
  t.equal(kept.length, 8, 'eight megabytes wait, no more');
});
