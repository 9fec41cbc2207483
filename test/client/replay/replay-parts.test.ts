import { test } from 'tap';
import { thumbnailTrack } from '#worker/hls/poster/thumbnail-track.ts';
import { chapterAt, chaptersOf, positionOf } from '../../../client-demo/src/replay/chapters.ts';
import { readMarks, withMark } from '../../../client-demo/src/replay/remembered.ts';
import { momentUnder, seekOfKey } from '../../../client-demo/src/replay/seek-keys.ts';
import { readThumbnails, thumbnailAt } from '../../../client-demo/src/replay/thumbnails.ts';

const mark = (showId: string, atS: number) => ({ showId, atS });

test('the track that the worker writes is the track that the page reads', async (t) => {
  const track = thumbnailTrack(
    [
      { number: 7, atS: 0.5 },
      { number: 12, atS: 5.25 },
      { number: 17, atS: 3_725.001 },
    ],
    3_730,
  );
  t.same(readThumbnails(track), [
    { fromS: 0.5, untilS: 5.25, file: 't7.jpg' },
    { fromS: 5.25, untilS: 3_725.001, file: 't12.jpg' },
    { fromS: 3_725.001, untilS: 3_730, file: 't17.jpg' },
  ]);
});

test('a track with anything else in it gives the pictures that it has, and no other address', async (t) => {
  const track = [
    'WEBVTT\r\n\r\nNOTE begins 2026-11-23T20:00:00.000Z\r\n',
    '00:00:00.000 --> 00:00:05.000\r\nhttps://elsewhere.example/t1.jpg\r\n',
    '00:00:05.000 --> 00:00:06.000\r\n../t1.jpg\r\n',
    '00:00:06.000 --> 00:00:08.500\r\nt3.jpg\r\n',
  ].join('\r\n');
  t.same(readThumbnails(track), [{ fromS: 6, untilS: 8.5, file: 't3.jpg' }]);
  t.same(readThumbnails(''), []);
});

test('a moment has the picture that holds, the one before a gap, and at the beginning the first', async (t) => {
  const thumbnails = [
    { fromS: 2, untilS: 4, file: 't1.jpg' },
    { fromS: 9, untilS: 12, file: 't2.jpg' },
  ];
  const fileAt = (atS: number) => thumbnailAt(thumbnails, atS)?.file;
  t.same([0, 2, 6, 9, 99].map(fileAt), ['t1.jpg', 't1.jpg', 't1.jpg', 't2.jpg', 't2.jpg']);
  t.equal(thumbnailAt([], 3), undefined);
});

test('a moment of the show is found where it was kept, over a break, and nowhere else', async (t) => {
  const spans = [
    { startS: 0, durationS: 10, programMs: 1_000_000 },
    { startS: 10, durationS: 20, programMs: 1_060_000 },
  ];
  t.equal(positionOf(spans, 1_004_000), 4);
  t.equal(positionOf(spans, 1_060_000), 10);
  t.equal(positionOf(spans, 1_079_500), 29.5);
  for (const atMs of [999_999, 1_010_000, 1_030_000, 1_080_000]) t.equal(positionOf(spans, atMs), null);
});

test('lots are chapters in the order of the show, without those of the rehearsal or before the show', async (t) => {
  const spans = [{ startS: 0, durationS: 100, programMs: 1_000_000 }];
  const lot = (title: string, openedAtMs: number, isRehearsal = false) => ({
    title,
    current: { openedAtMs, isRehearsal },
  });
  const lots = [
    lot('Bowl', 1_050_000),
    lot('Vase', 1_010_000),
    lot('Tried', 1_020_000, true),
    lot('Early', 900_000),
    { title: 'Never', current: null },
  ];
  const chapters = chaptersOf(spans, lots);
  t.same(chapters, [
    { atS: 10, title: 'Vase' },
    { atS: 50, title: 'Bowl' },
  ]);
  t.equal(chapterAt(chapters, 9), undefined);
  t.equal(chapterAt(chapters, 10)?.title, 'Vase');
  t.equal(chapterAt(chapters, 99)?.title, 'Bowl');
});

test('keys lead along the bar and never beyond its ends', async (t) => {
  t.equal(seekOfKey('ArrowRight', 10, 100), 15);
  t.equal(seekOfKey('ArrowLeft', 3, 100), 0);
  t.equal(seekOfKey('PageUp', 50, 100), 100);
  t.equal(seekOfKey('PageDown', 70, 100), 10);
  t.equal(seekOfKey('Home', 70, 100), 0);
  t.equal(seekOfKey('End', 70, 100), 100);
  t.equal(seekOfKey('Tab', 70, 100), undefined);
});

test('a pointer means the moment under the middle of the thumb', async (t) => {
  const box = { left: 100, width: 220 };
  t.equal(momentUnder(110, box, 20, 60), 0);
  t.equal(momentUnder(210, box, 20, 60), 30);
  t.equal(momentUnder(310, box, 20, 60), 60);
  t.equal(momentUnder(0, box, 20, 60), 0);
  t.equal(momentUnder(900, box, 20, 60), 60);
});

test('a place is remembered once, as the latest; the beginning and the end are none', async (t) => {
  const before = [mark('a', 100), mark('b', 200)];
  t.same(withMark(before, mark('a', 300), 3_600), [mark('b', 200), mark('a', 300)]);
  t.same(withMark(before, mark('a', 4), 3_600), [mark('b', 200)]);
  t.same(withMark(before, mark('a', 3_595), 3_600), [mark('b', 200)]);
  t.same(withMark([], mark('short', 8), 16), [mark('short', 8)], 'of a short one its middle counts');
});

test('places of more than twenty replays push out the oldest', async (t) => {
  const many = Array.from({ length: 25 }, (_, index) => mark(`show-${index}`, 60));
  const kept = many.reduce<ReturnType<typeof withMark>>((marks, one) => withMark(marks, one, 600), []);
  t.equal(kept.length, 20);
  t.equal(kept[0]?.showId, 'show-5');
});

test('what storage holds is read as far as it can be', async (t) => {
  t.same(readMarks(null), []);
  t.same(readMarks('{'), []);
  t.same(readMarks('{"a":1}'), []);
  t.same(readMarks('[null,{"showId":1,"atS":2},{"showId":"a"},{"showId":"b","atS":7}]'), [mark('b', 7)]);
});
