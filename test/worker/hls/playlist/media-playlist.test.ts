import t from 'tap';
import type { Part } from '#worker/hls/packaging/segment.ts';
import { renderMediaPlaylist, textOf, type SegmentText } from '#worker/hls/playlist/media-playlist.ts';
import type { SegmentRecord } from '#worker/hls/publication.ts';

const beganMs = Date.UTC(2026, 5, 1);
const part: Part = { durationS: 0.25, isIndependent: false, isGap: false, bytes: Buffer.alloc(1) };

function recordAt(msn: number, changes: Partial<SegmentRecord> = {}): SegmentRecord {
  const programMs = beganMs + msn * 2000;
  const plain = { rendition: 'high', durationS: 2, mapId: 3, isDiscontinuity: false, isGap: false } as const;
  return { ...plain, msn, programMs, ...changes };
}

function linesOf(records: readonly SegmentRecord[]): readonly SegmentText[] {
  return records.map((record, index) =>
    textOf(
      record,
      Array.from({ length: 8 }, () => part),
      index === 0 ? recordAt(record.msn - 1) : (records[index - 1] ?? null),
    ),
  );
}

function render(records: readonly SegmentRecord[], openParts: number) {
  const firstMsn = records[0]?.msn ?? 11;
  return renderMediaPlaylist({
    rendition: 'high',
    lines: linesOf(records),
    firstMsn,
    discontinuities: 4,
    open: {
      record: recordAt(firstMsn + records.length),
      parts: Array.from({ length: openParts }, () => part),
    },
    reports: [
      { rendition: 'low', last: { msn: 22, part: 1 } },
      { rendition: 'sound', last: null },
    ],
  });
}

const ten = Array.from({ length: 10 }, (_, index) => recordAt(11 + index));

t.test('the head tells what the rules ask for', async (t) => {
  const [head] = render(ten, 2).full.split('#EXT-X-MAP');
  t.equal(
    head,
    [
      '#EXTM3U',
      '#EXT-X-VERSION:9',
      '#EXT-X-TARGETDURATION:2',
      '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.85,CAN-SKIP-UNTIL=12',
      '#EXT-X-PART-INF:PART-TARGET=0.25',
      '#EXT-X-MEDIA-SEQUENCE:11',
      '#EXT-X-DISCONTINUITY-SEQUENCE:4',
      '',
    ].join('\n'),
  );
});

t.test('the oldest segment repeats its map and its date, which left with those before it', async (t) => {
  const { full } = render(ten, 0);
  t.match(
    full,
    '#EXT-X-MAP:URI="i3.mp4"\n#EXT-X-PROGRAM-DATE-TIME:2026-06-01T00:00:22.000Z\n#EXTINF:2,\ns11.m4s\n',
  );
  t.equal(full.split('#EXT-X-MAP').length, 2);
});

t.test('parts are told of the last three target durations, and of the segment that grows', async (t) => {
  const { full } = render(ten, 2);
  const told = new Set([...full.matchAll(/URI="p(\d+)\.\d+\.m4s"/g)].map(([, msn]) => Number(msn)));
  t.same([...told], [18, 19, 20, 21]);
  t.match(full, '#EXT-X-PART:DURATION=0.25,URI="p21.1.m4s"\n#EXT-X-PRELOAD-HINT:TYPE=PART,URI="p21.2.m4s"\n');
});

t.test('a report tells the newest part of another rendition, none where there is nothing', async (t) => {
  const { full } = render(ten, 2);
  t.match(full, '#EXT-X-RENDITION-REPORT:URI="../low/live.m3u8",LAST-MSN=22,LAST-PART=1\n');
  t.notMatch(full, '../sound');
});

t.test(
  'a delta skips only what ended 12 s before the end, and is the full one when that is nothing',
  async (t) => {
    t.match(
      render(ten, 0).delta,
      /#EXT-X-DISCONTINUITY-SEQUENCE:4\n#EXT-X-SKIP:SKIPPED-SEGMENTS=4\n[^]*?s15\.m4s/,
    );
    t.match(render(ten, 4).delta, 'SKIPPED-SEGMENTS=4\n');
    t.match(render(ten, 8).delta, 'SKIPPED-SEGMENTS=5\n');
    const few = render(ten.slice(0, 6), 0);
    t.equal(few.delta, few.full);
  },
);

t.test(
  'a discontinuity comes with its map and date; a date stands where it leaps, and at least each fifth time',
  async (t) => {
    const spliced = ten.map((record) =>
      record.msn < 17 ? record : { ...record, mapId: 4, programMs: record.programMs + 90 },
    );
    const records = spliced.map((record) =>
      record.msn === 17 ? { ...record, isDiscontinuity: true } : record,
    );
    const { full } = render(records, 0);
    t.match(
      full,
      's16.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="i4.mp4"\n#EXT-X-PROGRAM-DATE-TIME:2026-06-01T00:00:34.090Z\n',
    );
    t.match(full, 's14.m4s\n#EXT-X-PROGRAM-DATE-TIME:2026-06-01T00:00:30.000Z\n');
    const leaping = ten.map((record) =>
      record.msn < 12 ? record : { ...record, programMs: record.programMs + 40 },
    );
    t.match(render(leaping, 0).full, 's11.m4s\n#EXT-X-PROGRAM-DATE-TIME:2026-06-01T00:00:24.040Z\n');
  },
);

t.test('a gap is told of its segment', async (t) => {
  const records = ten.map((record) => (record.msn === 14 ? { ...record, isGap: true } : record));
  t.match(render(records, 0).full, 's13.m4s\n#EXT-X-GAP\n#EXTINF:2,\ns14.m4s\n');
});
