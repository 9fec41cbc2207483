/**
 * What is checked. Sections are those of draft-pantos-hls-rfc8216bis-18 where a number stands, else Apple's HLS
 * authoring specification or this project's own promise (server/ARCHITECTURE.md).
 */
export const rules = {
  parses: { says: 'a playlist parses', section: '4' },
  'target-duration': { says: 'no segment rounds to more than EXT-X-TARGETDURATION', section: '4.4.3.1' },
  'part-target': { says: 'no part is longer than PART-TARGET', section: '4.4.3.7' },
  'part-length': {
    says: 'parts under 85 % of PART-TARGET are independent, last or beside a gap; of the others at most 2 %',
    section: '4.4.3.7',
  },
  'server-control': {
    says: 'CAN-BLOCK-RELOAD, PART-HOLD-BACK of three parts or more, CAN-SKIP-UNTIL of six targets or more',
    section: '4.4.3.8',
  },
  map: { says: 'every segment has a map that can be fetched', section: '4.4.4.5' },
  'preload-hint': { says: 'the next part is always hinted', section: '4.4.5.3' },
  dates: {
    says: 'dates grow by the durations between them or a little more, and over a discontinuity',
    section: '4.4.4.6',
  },
  'sum-of-parts': { says: 'durations of parts add up to that of their segment', section: '4.4.4.9' },
  sequence: { says: 'numbers begin at 1 or more, never go back, and nothing is left out', section: '6.2.2' },
  'parts-stay': {
    says: 'parts stand for three targets behind the live edge',
    section: '6.2.2',
  },
  recent: { says: 'dates are those of now (10 s)', section: 'own' },
  unchanged: { says: 'what was announced stays as it was', section: '6.2.1' },
  discontinuities: { says: 'EXT-X-DISCONTINUITY-SEQUENCE counts what left', section: '6.2.2' },
  window: { says: 'a segment leaves at most when three targets stand behind it', section: '6.2.2' },
  blocking: { says: 'a blocked reload answers with what it was asked for', section: '6.2.5.2' },
  punctual: {
    says: 'reloads and hints are answered when the part comes (1.5 s); 2 of 100 may be late',
    section: '6.2.5.2',
  },
  'too-far': { says: 'a reload that is too far ahead is refused with 400', section: '6.2.5.2' },
  hinted: { says: 'the hinted part is delivered', section: '6.2.5.3' },
  delta: { says: 'a delta update and the playlist before make the full one', section: '6.2.5.1' },
  reports: { says: 'rendition reports are true', section: '4.4.5.4' },
  served: { says: 'what is announced can be fetched', section: '6.2.1' },
  'content-type': { says: 'playlists and media have their types', section: '4' },
  caching: { says: 'media is immutable; playlists are kept for moments', section: '6.2.6' },
  cors: { says: 'pages of any origin may read', section: 'Apple 8' },
  'byte-for-byte': { says: 'a segment is the sum of its parts, byte for byte', section: '3.3' },
  timeline: { says: 'media times follow on one another within a map', section: '3' },
  'true-duration': {
    says: 'durations are those of the frames (15 ms), none of them longer than a part may be',
    section: '4.4.4.1',
  },
  independent: {
    says: 'INDEPENDENT parts hold a key frame, segments that say so begin with one',
    section: '4.4.4.9',
  },
  sync: { says: 'sound and pictures stand within 45 ms by date and media time', section: 'own' },
  codecs: { says: 'CODECS name what the maps hold', section: '4.4.6.2' },
  resolution: { says: 'RESOLUTION is that of the pictures', section: '4.4.6.2' },
  'frame-rate': { says: 'FRAME-RATE is the highest of the pictures (2 per second)', section: '4.4.6.2' },
  bandwidth: {
    says: 'no segments of a target duration, give or take a half, need more with their sound than BANDWIDTH',
    section: '4.4.6.2',
  },
  groups: { says: 'AUDIO names a group that exists', section: '4.4.6.2.1' },
} as const satisfies Record<string, { readonly says: string; readonly section: string }>;

export type RuleId = keyof typeof rules;
