import type { RuleId } from '../../scripts/hls-check/rules.ts';
import type { Fault, Passing } from './breaking-proxy.ts';

interface BrokenStream extends Fault {
  /** What breaks along with it, because one follows from the other. */
  readonly also?: readonly RuleId[];
}

type Answering = (passing: Passing) => void;
type Edit = (text: string, passing: Passing) => string;

/** Edits playlists whose name fits. */
const inPlaylists =
  (edit: Edit, files = /live\.m3u8$/): Answering =>
  (passing) => {
    if (passing.status === 200 && files.test(passing.file))
      passing.body = Buffer.from(edit(passing.body.toString(), passing));
  };
const inMaster = (edit: Edit) => inPlaylists(edit, /master\.m3u8$/);

const inMedia =
  (files: RegExp, edit: (bytes: Buffer, passing: Passing) => void): Answering =>
  (passing) => {
    if (passing.status === 200 && files.test(passing.file)) edit(passing.body, passing);
  };

const withHeader =
  (name: string, value: string): Answering =>
  ({ headers }) => {
    headers.set(name, value);
  };

const plusOne = (digits: string, by = 1): string => String(Number(digits) + by);

/** Only the newest whole segment and what stands behind it. */
const shortened: Edit = (text) => {
  const blocks = text.split(/(?<=\ns\d+\.m4s\n)/);
  const [head = ''] = (blocks[0] ?? '').split('#EXT-X-MAP');
  const map = /#EXT-X-MAP:[^\n]*\n/.exec(text)?.[0] ?? '';
  const kept = blocks
    .slice(-2)
    .join('')
    .replace(/#EXT-X-(M3U|VERSION|TARGET|SERVER|PART-INF|MEDIA|DISCONTINUITY-S)[^\n]*\n|#EXTM3U\n/g, '');
  const msn = /\ns(\d+)\.m4s\n/.exec(kept)?.[1] ?? '0';
  const date = '#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z\n';
  const body = kept.replace(/#EXT-X-(PROGRAM-DATE-TIME|MAP):[^\n]*\n/g, '');
  return head.replace(/(MEDIA-SEQUENCE:)\d+/, `$1${msn}`) + map + date + body;
};

/** One for each rule that a server can break; the key is the rule that must say so. */
export const faults: Readonly<Record<RuleId, BrokenStream>> = {
  parses: { answering: inPlaylists((text, { ask }) => (ask > 3 ? '<html>' : text)), also: ['sequence'] },
  'target-duration': {
    answering: inPlaylists((text) => text.replace('TARGETDURATION:2', 'TARGETDURATION:1')),
  },
  'part-target': { answering: inPlaylists((text) => text.replace('PART-TARGET=0.25', 'PART-TARGET=0.2')) },
  'part-length': {
    answering: inPlaylists((text) =>
      text
        .replace('PART-TARGET=0.25', 'PART-TARGET=0.5')
        .replace(/PART-HOLD-BACK=[\d.]+/, 'PART-HOLD-BACK=1.6'),
    ),
  },
  'server-control': {
    answering: inPlaylists((text) => text.replace(/PART-HOLD-BACK=[\d.]+/, 'PART-HOLD-BACK=0.5')),
  },
  map: { answering: inPlaylists((text) => text.replace(/#EXT-X-MAP[^\n]*\n/, '')), also: ['codecs'] },
  'preload-hint': { answering: inPlaylists((text) => text.replace(/#EXT-X-PRELOAD-HINT[^\n]*\n/, '')) },
  dates: {
    answering: inPlaylists((text) =>
      text.replace(
        /(.*PROGRAM-DATE-TIME:)([^\n]*)/s,
        (_all, before: string, date: string) =>
          before +
          new Date(Date.parse(date) + (before.split('DATE-TIME').length > 2 ? -500 : 0)).toISOString(),
      ),
    ),
    also: ['unchanged', 'sync'],
  },
  'sum-of-parts': {
    answering: inPlaylists((text) =>
      text.replace(/#EXTINF:([\d.]+)/g, (_all, seconds: string) => `#EXTINF:${Number(seconds) - 0.03}`),
    ),
    also: ['dates', 'true-duration', 'parts-stay'],
  },
  sequence: {
    answering: inPlaylists((text, { ask }) =>
      ask % 5 === 0
        ? text.replace(/(MEDIA-SEQUENCE:)(\d+)/, (_all, tag: string, msn: string) => tag + plusOne(msn, -3))
        : text,
    ),
    also: [
      'unchanged',
      'blocking',
      'discontinuities',
      'window',
      'byte-for-byte',
      'sync',
      'delta',
      'timeline',
      'reports',
    ],
  },
  unchanged: {
    answering: inPlaylists((text, { ask }) =>
      text.replace(
        /#EXTINF:([\d.]+)/,
        (_all, seconds: string) => `#EXTINF:${Number(seconds) - (ask % 2) * 0.004}`,
      ),
    ),
    also: ['delta'],
  },
  discontinuities: {
    answering: inPlaylists((text, { ask }) => text.replace(/(DISCONTINUITY-SEQUENCE:)\d+/, `$1${ask}`)),
  },
  window: { answering: inPlaylists(shortened), also: ['dates', 'unchanged', 'delta', 'sync', 'recent'] },
  blocking: {
    asking: (_file, query) => {
      if (isFar(query)) return;
      query.delete('_HLS_msn');
      query.delete('_HLS_part');
    },
  },
  'too-far': {
    asking: (_file, query) => {
      if (isFar(query)) query.delete('_HLS_msn');
    },
  },
  hinted: {
    // Who asks first is not always the one with the hint.
    also: ['byte-for-byte'],
    answering: inMedia(/\/p\d+\.\d+\.m4s$/, (bytes, { ask }) => {
      if (ask === 1) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0xff;
    }),
  },
  delta: {
    answering: inPlaylists((text) =>
      text.replace(/(SKIPPED-SEGMENTS=)(\d+)/, (_all, tag: string, count: string) => tag + plusOne(count, 4)),
    ),
  },
  reports: {
    answering: inPlaylists((text) =>
      text.replace(/(LAST-MSN=)(\d+)/g, (_all, tag: string, msn: string) => tag + plusOne(msn, 5)),
    ),
  },
  served: {
    answering: (passing) => {
      if (/\/s\d*[02468]\.m4s$/.test(passing.file)) passing.status = 404;
    },
  },
  'content-type': { answering: withHeader('content-type', 'text/plain') },
  caching: { answering: withHeader('cache-control', 'public, max-age=3600') },
  cors: { answering: withHeader('access-control-allow-origin', 'https://other.example') },
  'byte-for-byte': {
    answering: inMedia(/\/s\d+\.m4s$/, (bytes) => {
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0xff;
    }),
  },
  timeline: {
    answering: inMedia(/\/s\d+\.m4s$/, (bytes) => {
      const at = bytes.lastIndexOf('tfdt');
      bytes[at + 15] = (bytes[at + 15] ?? 0) ^ 0x40;
      bytes[at + 14] = (bytes[at + 14] ?? 0) ^ 0x20;
    }),
    also: ['byte-for-byte', 'sync'],
  },
  'true-duration': {
    answering: inPlaylists((text) =>
      text.replace(/(,?DURATION=|#EXTINF:)([\d.]+)/g, (all, tag: string, seconds: string) =>
        tag === ',DURATION=' ? all : `${tag}${Number(seconds) * 0.9}`,
      ),
    ),
    also: ['dates', 'sum-of-parts', 'frame-rate', 'parts-stay'],
  },
  independent: {
    answering: inPlaylists(
      (text) => text.replace(/(#EXT-X-PART:[^\n]*m4s")\n/g, '$1,INDEPENDENT=YES\n'),
      /high\/live/,
    ),
  },
  sync: {
    answering: inPlaylists(
      (text) =>
        text.replace(
          /(PROGRAM-DATE-TIME:)([^\n]*)/g,
          (_all, tag: string, date: string) => tag + new Date(Date.parse(date) + 100).toISOString(),
        ),
      /sound\/live/,
    ),
  },
  codecs: { answering: inMaster((text) => text.replace(/avc1\.\w+/, 'avc1.640028')) },
  resolution: { answering: inMaster((text) => text.replace(/RESOLUTION=\d+/, 'RESOLUTION=1920')) },
  'frame-rate': { answering: inMaster((text) => text.replace(/FRAME-RATE=[\d.]+/, 'FRAME-RATE=50')) },
  bandwidth: { answering: inMaster((text) => text.replace(/:BANDWIDTH=\d+/, ':BANDWIDTH=1000')) },
  groups: {
    answering: inMaster((text) => text.replace('GROUP-ID="sound"', 'GROUP-ID="other"')),
    also: ['parses', 'served'],
  },
  'parts-stay': {
    answering: inPlaylists((text) => {
      // Those of the open segment alone stay.
      const from = text.lastIndexOf('.m4s\n', text.lastIndexOf('#EXT-X-PART:')) + 5;
      return text.slice(0, from).replace(/#EXT-X-PART:[^\n]*\n/g, '') + text.slice(from);
    }),
    also: ['byte-for-byte', 'delta'],
  },
  recent: {
    answering: inPlaylists((text) =>
      text.replace(
        /(PROGRAM-DATE-TIME:)([^\n]*)/g,
        (_all, tag: string, date: string) => tag + new Date(Date.parse(date) - 3_600_000).toISOString(),
      ),
    ),
  },
  punctual: { lateMs: 3000 },
};

/** The checker's own request that must be refused. */
function isFar(query: URLSearchParams): boolean {
  return query.has('_HLS_msn') && !query.has('_HLS_part');
}
