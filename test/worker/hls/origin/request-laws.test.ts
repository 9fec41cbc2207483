import fc from 'fast-check';
import t from 'tap';
import { readHlsPath } from '#protocol/hls.ts';
import { readRange } from '#worker/hls/origin/byte-range.ts';
import { readDirectives } from '#worker/hls/origin/directives.ts';
import { readLiveFile } from '#worker/hls/origin/live-files.ts';
import { firstMsn } from './hand-made-show.ts';
import { fetchFrom, openStand, showId } from './origin-stand.ts';

/** What requests are made of, good and bad, and how somebody would try to get out of the folder. */
const morsels = [
  ...['hls', 'hls-auth', '~', '~a.b.c', showId, '..', '.', '%2e%2e', '%2f', '\\', '//', '\u00e9', '%00'],
  ...[
    'high',
    'sound',
    'master.m3u8',
    'live.m3u8',
    'replay.m3u8',
    'i0.mp4',
    'poster.jpg',
    't1.jpg',
    'over.json',
  ],
  ...[
    `s${firstMsn}.m4s`,
    `p${firstMsn}.0.m4s`,
    'p.m4s',
    's-1.m4s',
    's1e9.m4s',
    'i99999999999999.mp4',
    'etc/passwd',
  ],
];
const path = fc
  .array(fc.oneof(fc.constantFrom(...morsels), fc.string({ maxLength: 12 })), { maxLength: 7 })
  .map((parts) => `/${parts.join('/')}`);
const directive = fc.tuple(
  fc.constantFrom('_HLS_msn', '_HLS_part', '_HLS_skip', '_HLS_', 'x', ''),
  fc.oneof(
    fc.constantFrom('YES', 'v2', '', String(firstMsn), '0', '-1', '1e9', '%31', '='),
    fc.string({ maxLength: 8 }),
  ),
);
const query = fc
  .array(directive, { maxLength: 5 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));
const runs = { numRuns: 2000, verbose: 1 } as const;

t.test('a path that is let through holds nothing but names of ours', async (t) => {
  fc.assert(
    fc.property(path, (text) => {
      const read = readHlsPath(text);
      if (read === null) return;
      const { file, token } = read;
      const shape = /^(?:(?:high|middle|low|sound|thrift)\/)?[a-z]*\d*(?:\.\d+)?\.(?:m3u8|mp4|m4s|jpg|vtt)$/;
      if (!shape.test(file) || file.includes('..')) throw new Error(`let through: ${file}`);
      if (token !== null && !/^[\w.-]+$/.test(token)) throw new Error(`token: ${token}`);
      readLiveFile(file);
    }),
    runs,
  );
  t.pass();
});

t.test(
  'every query is read or refused with a reason, and what is read are numbers one can count with',
  async (t) => {
    fc.assert(
      fc.property(query, (text) => {
        const read = readDirectives(text);
        if (typeof read === 'string') return read.length > 0;
        const { until } = read;
        return (
          until === null ||
          [until.msn, until.part ?? 0].every((value) => Number.isSafeInteger(value) && value >= 0)
        );
      }),
      runs,
    );
    t.pass();
  },
);

t.test('what is written as a directive is read as it', async (t) => {
  fc.assert(
    fc.property(fc.nat(), fc.option(fc.nat()), fc.boolean(), (msn, part, isDelta) => {
      const text = `_HLS_msn=${msn}${part === null ? '' : `&_HLS_part=${part}`}${isDelta ? '&_HLS_skip=YES' : ''}`;
      const read = readDirectives(text);
      return (
        typeof read !== 'string' &&
        read.until?.msn === msn &&
        read.until.part === part &&
        read.isDelta === isDelta
      );
    }),
    runs,
  );
  t.pass();
});

t.test('a range lies within what there is', async (t) => {
  const header = fc.oneof(
    fc.string(),
    fc.tuple(fc.nat(), fc.nat()).map(([from, to]) => `bytes=${from}-${to}`),
    fc.nat().map((length) => `bytes=-${length}`),
    fc.nat().map((from) => `bytes=${from}-`),
  );
  fc.assert(
    fc.property(header, fc.nat({ max: 5000 }), (text, sizeBytes) => {
      const range = readRange(text, sizeBytes);
      if (range === null || range === 'unsatisfiable') return true;
      return 0 <= range.first && range.first <= range.last && range.last < sizeBytes;
    }),
    runs,
  );
  t.pass();
});

t.test('whatever is asked for, the origin answers in one of its words and goes on', async (t) => {
  const { origin, show, log } = await openStand(t);
  show.rendition('high').announce();
  const sendable = fc
    .tuple(path, query)
    .map(([file, text]) => `${file}?${text}`.replaceAll(/[^\x21-\x7e]/g, '_'));
  await fc.assert(
    fc.asyncProperty(sendable, fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'PUT'), async (asked, method) => {
      const { status } = await fetchFrom(origin.port, asked, { method });
      if (![200, 204, 400, 404].includes(status)) throw new Error(`${status}`);
    }),
    { numRuns: 400, verbose: 1 },
  );
  t.strictSame(log, []);
});
