import { LinkifyIt } from 'linkify-it';

/** Endings that the library does not know by itself and that spam likes (Spamhaus' lists of abused endings). */
const moreEndings = [
  'app',
  'club',
  'click',
  'cloud',
  'dev',
  'example',
  'fun',
  'icu',
  'link',
  'live',
  'online',
  'site',
  'space',
  'store',
  'stream',
  'top',
  'vip',
  'website',
  'world',
  'xyz',
];
const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyIP: true, fuzzyEmail: true, maxLength: 500 }).tlds(
  moreEndings,
  true,
);

const anyScheme = /\b[a-z][a-z0-9+.-]{1,20}:\/\/\S|\b(?:https?|hxxps?):\S/iu;
const worldWideWeb = /\bwww\.[\p{L}\p{N}-]+\.\p{L}/iu;

/** Undoes the usual disguises: other full stops, dots in brackets or spelled out, gaps before a common ending. */
const undisguised = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[。｡．․]/gu, '.')
    .replace(/\s*[[({]\s*(?:\.|dot|punkt)\s*[\])}]\s*/giu, '.')
    .replace(/(?<=[\p{L}\p{N}])\s+(?:dot|\.)\s*(?=(?:com|net|org|shop|store|xyz|info)\b)/giu, '.');

/** Whether a cleaned text has an address of the web or of mail: full, bare (`shop.com`), an IP, or thinly disguised. */
export function hasLink(text: string): boolean {
  const plain = undisguised(text);
  if (anyScheme.test(plain) || worldWideWeb.test(plain)) return true;
  return (linkify.match(plain) ?? []).some(({ schema, raw }) => schema !== '' || !isSentenceEnd(raw));
}

/** `ok.So`: a full stop without the space after it, which a capital gives away. */
const isSentenceEnd = (raw: string): boolean => /^[\p{L}\p{N}-]*\p{Ll}\.\p{Lu}\p{Ll}*$/u.test(raw);
