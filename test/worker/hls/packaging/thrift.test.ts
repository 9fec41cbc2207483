import t from 'tap';
import { Packager } from '#worker/hls/packaging/packager.ts';
import { encodeSound, readAll } from '../fmp4/encoded.ts';
import { eventsOf, evenRun, initOf, MemoryArchive, startMs } from './simulated-source.ts';

/** Of issue 3, playlists included. */
const mostBytesAMinute = 650_000;

t.test('the thrifty sound costs at most 650 kB a minute with its playlists', async (t) => {
  const seconds = 90;
  const sound = readAll(encodeSound(seconds, '48k'), 'audio');
  const [init] = sound.inits;
  if (init === undefined) throw new Error('no sound');
  const archive = new MemoryArchive();
  // A live window of 10 min, numbers as long as those of a real show.
  const packager = new Packager({
    showId: 's',
    firstMsn: 28_166_400,
    windowMs: 600_000,
    archive,
    nowMs: () => startMs,
  });
  packager.splice({ runId: 1, renditions: ['high', 'middle', 'low', 'sound', 'thrift'] });
  for (const name of ['high', 'middle', 'low', 'sound'] as const) packager.init(name, initOf(name));
  packager.init('thrift', init);
  const rendition = packager.publication.rendition('thrift');
  const spent = { playlistBytes: 0, partBytes: 0, requests: 0 };
  let isCounting = false;
  let hinted = rendition.next;
  rendition.onChange(() => {
    const part = rendition.part(hinted)?.length ?? 0;
    hinted = rendition.next;
    if (!isCounting) return;
    // What a player does for each part: the playlist that tells of it, and the part that was hinted.
    spent.playlistBytes += rendition.playlist(true).length;
    spent.partBytes += part;
    spent.requests += 1;
  });
  const others = eventsOf({ ...evenRun, seconds, renditions: ['high', 'middle', 'low', 'sound'] });
  const own = sound.frames.map((frame) => ({
    name: 'thrift' as const,
    frame,
    atMs: (frame.decodeTicks * 1000) / init.timescale - 10_000,
  }));
  for (const { name, frame, atMs } of [...others, ...own].sort((one, other) => one.atMs - other.atMs)) {
    isCounting = atMs >= 25_000 && atMs < 85_000;
    packager.frame(name, frame, startMs + atMs);
  }
  t.ok(spent.requests >= 118 && spent.requests <= 124, `${spent.requests} requests`);
  const bytes = spent.playlistBytes + spent.partBytes;
  t.comment(JSON.stringify({ ...spent, bytes }));
  t.ok(spent.partBytes > 350_000, 'all parts were counted');
  t.ok(bytes <= mostBytesAMinute, `${bytes} bytes`);
});
