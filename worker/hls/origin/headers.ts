/** Header fields by their lower-case names. */
export type Headers = Readonly<Record<string, string>>;

/** Browsers, players and edges of any origin may read everything: what is private is so by its token. */
const openToAll = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'age, content-length, content-range, date, etag, retry-after',
  'timing-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
} as const;

/** The answer to OPTIONS, good for a day: nothing in it depends on what was asked for. */
export const preflight: Headers = {
  ...openToAll,
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-allow-headers': 'range, if-none-match, if-range',
  'access-control-max-age': '86400',
  'cache-control': 'public, max-age=86400',
};

export const headersOf = (contentType: string, cacheControl: string): Headers => ({
  ...openToAll,
  'content-type': contentType,
  'cache-control': cacheControl,
});
