import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { renditionNames } from '#worker/hls/renditions.ts';
import type { ProgrammeSource } from '#worker/hls/source/programme-source.ts';
import { programmeStand, until, nothing, type ProgrammeStand, type SeenRun } from './programme-stand.ts';
import { publisher, type Publisher } from './publisher.ts';

const onAir = (camera: Publisher, isHeld = false): ProgrammeStand['wish'] => ({
  video: camera.video,
  audio: camera.audio,
  isHeld,
  isScreen: false,
});

/** The run after this many others, once frames of all its renditions came. */
const runAfter = (stand: ProgrammeStand, count: number, timeoutMs = 8000): Promise<SeenRun> =>
  until(
    `run ${count + 1}`,
    () => {
      const run = stand.sink.runs[count];
      const begun = new Set(run?.frames.map(({ rendition }) => rendition));
      return run !== undefined && begun.size === renditionNames.length && run;
    },
    timeoutMs,
  );

const widths = (run: SeenRun): readonly unknown[] =>
  (['high', 'middle', 'low'] as const).map((name) => run.inits.get(name)?.size?.width);

/** From the last frame of the run before to the first of this one, ms of the wall clock. */
const pauseMs = (before: SeenRun, run: SeenRun): number =>
  (run.frames.find(({ rendition }) => rendition === 'high')?.arrivedAtMs ?? Infinity) -
  (before.frames.findLast(({ rendition }) => rendition === 'high')?.arrivedAtMs ?? 0);

const childrenOf = (processId: number): readonly string[] =>
  execFileSync('ps', ['-o', 'pid=,args=', '--ppid', `${processId}`], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('popstage-hls-'));

// Other tests run beside this one: only what stands here is its own.
process.env['TMPDIR'] = await mkdtemp(join(tmpdir(), 'popstage-succession-'));
t.teardown(() => rm(tmpdir(), { recursive: true, force: true }));

const runFolders = async (): Promise<readonly string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('popstage-hls-'));

interface Teardown {
  teardown(work: () => Promise<void>): unknown;
}

async function livePair(t: Teardown, stand: ProgrammeStand): Promise<readonly [Publisher, Publisher]> {
  const layers = [{ width: 640, height: 360 }];
  const cameras = [
    await publisher(stand.stage, { sourceId: 'source-camera', layers }),
    await publisher(stand.stage, {
      sourceId: 'source-second',
      layers: [{ width: 480, height: 270 }],
      codec: 'VP8',
    }),
  ] as const;
  t.teardown(async () => {
    for (const camera of cameras) await camera.close();
  });
  await until('the cameras live', () => cameras.every(({ video, audio }) => video.alive && audio.alive));
  return cameras;
}

void t.test('a source goes on over switches, holds and faults of its ffmpeg', async (t) => {
  const foldersBefore = await runFolders();
  const stand = await programmeStand(t);
  const [camera, second] = await livePair(t, stand);
  stand.wish = onAir(camera);
  const source: ProgrammeSource = stand.open();
  const change = (wish: ProgrammeStand['wish']): void => {
    stand.wish = wish;
    source.changed();
  };
  const first = await runAfter(stand, 0);

  await t.test('a single layer is copied, the lower rungs are encoded', async (t) => {
    t.same(widths(first), [640, 640, 320]);
    await delay(500);
  });

  await t.test('a switch to a VP8 camera is spliced, and the former goes on until then', async (t) => {
    const askedAtMs = performance.now();
    change(onAir(second));
    const run = await runAfter(stand, 1);
    t.same(widths(run), [480, 480, 320]);
    t.comment('splice after', Math.round(run.atMs - askedAtMs), 'ms; pause', pauseMs(first, run), 'ms');
    t.ok(pauseMs(first, run) < 500);
    await delay(300);
  });

  await t.test('a switch back is spliced', async (t) => {
    const askedAtMs = performance.now();
    change(onAir(camera));
    const run = await runAfter(stand, 2);
    t.same(widths(run), [640, 640, 320]);
    t.comment('splice after', Math.round(run.atMs - askedAtMs), 'ms');
    await delay(6000);
  });

  await t.test('an ffmpeg that was killed has a successor', async (t) => {
    const killedAtMs = performance.now();
    process.kill(source.figures().processId ?? 0, 'SIGKILL');
    const run = await runAfter(stand, 3);
    t.comment('again after', Math.round(run.atMs - killedAtMs), 'ms');
    t.same(widths(run), [640, 640, 320]);
    await delay(5500);
  });

  await t.test('an ffmpeg that stands still has a successor, and is gone', async (t) => {
    const processId = source.figures().processId ?? 0;
    const stoppedAtMs = performance.now();
    process.kill(processId, 'SIGSTOP');
    const run = await runAfter(stand, 4);
    t.comment('again after', Math.round(run.atMs - stoppedAtMs), 'ms');
    t.notOk(childrenOf(process.pid).some((line) => line.trim().startsWith(`${processId} `)));
  });

  await t.test('a held show has the slate and silence, and comes back', async (t) => {
    const former = stand.sink.runs[4]?.frames.length;
    change(onAir(camera, true));
    const slate = await runAfter(stand, 5);
    t.same(widths(slate), [1280, 640, 320]);
    t.equal(stand.sink.runs[4]?.frames.length, former, 'nothing live is let out meanwhile');
    change(onAir(camera));
    const run = await runAfter(stand, 6);
    t.same(widths(run), [640, 640, 320]);
  });

  await t.test('a picture without sound has silence; a sound without picture the slate', async (t) => {
    change({ ...onAir(camera), audio: null });
    t.same(widths(await runAfter(stand, 7)), [640, 640, 320]);
    change({ ...onAir(camera), video: null });
    t.same(widths(await runAfter(stand, 8)), [1280, 640, 320]);
    change(nothing);
    await runAfter(stand, 9);
  });

  await t.test('nothing is left behind', async (t) => {
    await source.close();
    t.equal(stand.ports.held, 0);
    t.same(childrenOf(process.pid), []);
    t.same(await runFolders(), foldersBefore);
  });
});

void t.test('an ffmpeg that floods its error output neither stalls nor grows the worker', async (t) => {
  const stand = await programmeStand(t);
  const [camera] = await livePair(t, stand);
  const directory = await mkdtemp(join(tmpdir(), 'popstage-flood-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  const script = join(directory, 'ffmpeg');
  const flood = 'head -c 400000000 /dev/zero >&2 &';
  const body = `#!/bin/sh\ncase "$*" in *sdp*) ${flood} ;; esac\nexec ${process.env['FFMPEG_BIN'] ?? 'ffmpeg'} "$@"\n`;
  await writeFile(script, body);
  await chmod(script, 0o755);
  stand.wish = onAir(camera);
  const before = process.memoryUsage().rss;
  const source = stand.open(script);
  const run = await runAfter(stand, 0);
  await delay(3000);
  t.equal(stand.sink.runs.length, 1);
  t.ok(run.frames.length > 200);
  const grownMb = (process.memoryUsage().rss - before) / 1e6;
  t.ok(grownMb < 250, `${Math.round(grownMb)} MB more`);
  await source.close();
});

void t.test('an ffmpeg that cannot be started is tried again, and ends nothing', async (t) => {
  const stand = await programmeStand(t);
  const source = stand.open('/nowhere/ffmpeg');
  await until('a further attempt', () => source.figures().runs >= 3);
  t.same(stand.sink.runs, []);
  await source.close();
});
