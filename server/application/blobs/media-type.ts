/** What may be uploaded: pictures and clips that every browser shows and none runs as a page. */
export const mediaTypes = {
  'image/png': 'picture',
  'image/jpeg': 'picture',
  'image/webp': 'picture',
  'image/gif': 'picture',
  'video/mp4': 'clip',
  'video/webm': 'clip',
} as const;

export type MediaType = keyof typeof mediaTypes;
export type MediaKind = (typeof mediaTypes)[MediaType];

/** Enough for every signature below, the EBML doc type of WebM included. */
export const signatureBytes = 64;

const ascii = (head: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...head.subarray(from, to));

/** ISO base media brands that are video for browsers; HEIC, AVIF and sound-only files share the container. */
const mp4Brands = ['isom', 'iso2', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'dash', 'M4V ', 'MSNV'];

/** The type by the first bytes, never by what the uploader says; `undefined` for everything else. */
export function sniffMediaType(head: Uint8Array): MediaType | undefined {
  if (ascii(head, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (ascii(head, 0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return 'image/webp';
  if (['GIF87a', 'GIF89a'].includes(ascii(head, 0, 6))) return 'image/gif';
  if (ascii(head, 4, 8) === 'ftyp' && mp4Brands.includes(ascii(head, 8, 12))) return 'video/mp4';
  const isEbml = ascii(head, 0, 4) === '\x1a\x45\xdf\xa3';
  if (isEbml && ascii(head, 4, signatureBytes).includes('webm')) return 'video/webm';
  return undefined;
}
