import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as HLS from 'hls-parser';
import t from 'tap';
import { Packager } from '#worker/hls/packaging/packager.ts';
import type { Publication } from '#worker/hls/publication.ts';
import { renditionNames, renditionRules, type RenditionName } from '#worker/hls/renditions.ts';
import { decode, encodePicture, encodeSound, readAll } from '../fmp4/encoded.ts';
import { LawKeeper, quietParser } from './playlist-laws.ts';
import { MemoryArchive, startMs } from './simulated-source.ts';

const seconds = 11;
const encoded: Readonly<Record<RenditionName, Buffer>> = {
  high: encodePicture(seconds, '640x360', ['-profile:v', 'main', '-bf', '2']),
  middle: encodePicture(seconds, '320x180', ['-profile:v', 'baseline']),
  low: encodePicture(seconds, '160x90', ['-r', '15', '-g', '30', '-profile:v', 'baseline']),
  sound: encodeSound(seconds, '128k'),
  thrift: encodeSound(seconds, '48k'),
};

/** All tracks through a packager, by time, as often as there are runs. */
function broadcast(runs: number): Publication {
  const keeper = new LawKeeper();
  const archive = new MemoryArchive();
  archive.isFull = true;
  const packager = new Packager({
    showId: 'show',
    firstMsn: 7,
    windowMs: 60_000,
    archive,
    nowMs: () => startMs,
  });
  for (let runId = 0; runId < runs; runId += 1) {
    packager.splice({ runId, renditions: renditionNames });
    const tracks = renditionNames.map((name) => ({
      name,
      ...readAll(encoded[name], renditionRules[name].kind),
    }));
    for (const { name, inits } of tracks) if (inits[0] !== undefined) packager.init(name, inits[0]);
    const events = tracks.flatMap(({ name, inits, frames }) =>
      frames.map((frame) => ({ name, frame, atMs: (frame.decodeTicks * 1000) / (inits[0]?.timescale ?? 1) })),
    );
    for (const { name, frame, atMs } of events.sort((one, other) => one.atMs - other.atMs)) {
      packager.frame(name, frame, startMs + runId * seconds * 1000 + atMs);
      const fault = keeper.check(packager);
      if (fault !== null) throw new Error(fault);
    }
  }
  packager.close();
  t.equal(packager.figures().shortParts, 0, 'no part is short without an excuse');
  return packager.publication;
}

/** Everything a rendition announces, as files beside its playlist. */
function store(publication: Publication, folder: string, name: RenditionName): string {
  const rendition = publication.rendition(name);
  const text = rendition.playlist(false).toString();
  mkdirSync(join(folder, name), { recursive: true });
  for (const [, mapId] of text.matchAll(/i(\d+)\.mp4/g)) {
    writeFileSync(join(folder, name, `i${mapId}.mp4`), rendition.map(Number(mapId)) ?? '');
  }
  for (const [, msn] of text.matchAll(/^s(\d+)\.m4s/gm)) {
    const segment = rendition.segment(Number(msn));
    if (segment?.place !== 'memory') throw new Error(`no segment ${msn}`);
    writeFileSync(join(folder, name, `s${msn}.m4s`), Buffer.concat(segment.chunks));
  }
  const file = join(folder, name, 'live.m3u8');
  writeFileSync(file, `${text}#EXT-X-ENDLIST\n`);
  return file;
}

quietParser();

t.test('ffmpeg plays what was packaged without a complaint, and no picture or sample is lost', async (t) => {
  const publication = broadcast(1);
  const folder = t.testdir();
  for (const name of renditionNames) {
    const decoded = decode(store(publication, folder, name));
    t.equal(decoded.complaints.replaceAll(/.*(Opening|Skip \().*\n?/g, ''), '', name);
    const original = decode(encoded[name]).frames;
    if (renditionRules[name].kind === 'video') t.same(decoded.frames, original, name);
    // What sounds before the first picture is cut off; AAC begins one frame before its time.
    else t.ok(original.length - decoded.frames.length <= 2, name);
  }
});

t.test('segments stand on the tick of 2 s and begin with a key frame', async (t) => {
  const publication = broadcast(1);
  for (const name of renditionNames) {
    const parsed = HLS.parse(publication.rendition(name).playlist(false).toString());
    if (parsed.isMasterPlaylist) throw new Error('not a media playlist');
    const durations = parsed.segments.filter(({ uri }) => uri !== '').map(({ duration }) => duration);
    t.ok(
      durations.slice(0, 5).every((duration) => Math.abs(duration - 2) < 0.03),
      `${name}: ${durations.join()}`,
    );
  }
});

t.test('after a splice all renditions stand behind a discontinuity with a new map, and decode', async (t) => {
  const publication = broadcast(2);
  const folder = t.testdir();
  for (const name of renditionNames) {
    const text = publication.rendition(name).playlist(false).toString();
    t.match(text, /#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="i8\.mp4"\n#EXT-X-PROGRAM-DATE-TIME:/);
    t.equal(text.split('#EXT-X-DISCONTINUITY\n').length, 2);
    store(publication, folder, name);
  }
});

t.test('the multivariant playlist tells codecs, sizes, rates and groups of what is there', async (t) => {
  const text = broadcast(1).multivariant()?.toString() ?? '';
  const parsed = HLS.parse(text);
  if (!parsed.isMasterPlaylist) throw new Error('not a multivariant playlist');
  const { variants } = parsed;
  t.same(
    variants.map(({ uri }) => uri),
    ['middle/live.m3u8', 'high/live.m3u8', 'low/live.m3u8', 'thrift/live.m3u8'],
  );
  const [middle, high, low, thrift] = variants;
  t.match(high?.codecs, /^avc1\.4d[0-9a-f]{4},mp4a\.40\.2$/);
  t.match(middle?.codecs, /^avc1\.42[0-9a-f]{4},mp4a\.40\.2$/);
  t.match(high, { resolution: { width: 640, height: 360 }, frameRate: 30, audio: [{ groupId: 'sound' }] });
  t.match(low, { resolution: { width: 160, height: 90 }, frameRate: 15, audio: [{ groupId: 'thrift' }] });
  t.equal(thrift?.codecs, 'mp4a.40.2');
  t.equal(thrift?.resolution, undefined);
  const rate = thrift?.averageBandwidth ?? 0;
  t.ok(rate > 40_000 && rate < 60_000, `measured ${rate}`);
  t.ok(variants.every(({ bandwidth, averageBandwidth }) => bandwidth >= (averageBandwidth ?? Infinity)));
});
