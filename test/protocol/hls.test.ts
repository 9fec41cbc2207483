import fc from 'fast-check';
import { test } from 'tap';
import { playlistPath, readHlsPath } from '#protocol/hls.ts';
import { renditionNames } from '../../worker/hls/renditions.ts';

const showId = 'show-00000001';
const token = 'head.body.signature';
const ofShow = ['master.m3u8', 'replay.m3u8', 'poster.jpg', 'thumbnails.vtt', 't12.jpg'];
const ofRendition = ['live.m3u8', 'replay.m3u8', 'i3.mp4', 's28512000.m4s', 'p28512000.7.m4s'];

test('every address of a show is read, with its token and without', async (t) => {
  const files = [
    ...ofShow,
    ...renditionNames.flatMap((name) => ofRendition.map((file) => `${name}/${file}`)),
  ];
  for (const file of files) {
    t.same(readHlsPath(`/hls/${showId}/${file}`), { showId, token: null, file });
    t.same(readHlsPath(`/hls/~${token}/${showId}/${file}`), { showId, token, file });
  }
  t.same(readHlsPath(playlistPath(showId, token, 'master.m3u8'))?.token, token);
  t.same(readHlsPath(playlistPath(showId, null, 'replay.m3u8'))?.file, 'replay.m3u8');
});

test('what is not one of these addresses is none of ours', async (t) => {
  const strangers = [
    '/hls/',
    '/hls/master.m3u8',
    `/hls/${showId}`,
    `/hls/${showId}/`,
    `/hls/${showId}/../../api/shows`,
    `/hls/${showId}/%2e%2e/master.m3u8`,
    `/hls/${showId}//master.m3u8`,
    `/hls/${showId}/high/master.m3u8`,
    `/hls/${showId}/highest/live.m3u8`,
    `/hls/${showId}/high/p1.m4s`,
    `/hls/${showId}/high/s-1.m4s`,
    `/hls/${showId}/master.m3u8?x`,
    `/hls/${showId}/master.m3u8\n`,
    `/hls/~/${showId}/master.m3u8`,
    `/hls/~${token}/${token}/${showId}/master.m3u8`,
    `/hls/~head.body/${showId}/master.m3u8`,
    `/hls/~${'a'.repeat(2000)}.b.c/${showId}/master.m3u8`,
    `//hls/${showId}/master.m3u8`,
    `http://elsewhere/hls/${showId}/master.m3u8`,
    `/hls-auth/~${token}/${showId}`,
  ];
  for (const path of strangers) t.equal(readHlsPath(path), null, path);
});

test('whatever is sent, it is refused or it is made of harmless characters only', async (t) => {
  const piece = fc.constantFrom(
    '/',
    'hls',
    '~',
    '.',
    '..',
    '%2e',
    '?',
    '#',
    '\\',
    showId,
    token,
    'high',
    'live.m3u8',
  );
  const path = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((pieces) => `/${pieces.join('')}`),
  );
  fc.assert(
    fc.property(path, (text) => {
      const read = readHlsPath(text);
      if (read === null) return;
      t.match(text, /^\/hls\/[A-Za-z0-9_.~/-]+$/);
      t.notMatch(text, /\/\.|\/\//);
    }),
  );
});
