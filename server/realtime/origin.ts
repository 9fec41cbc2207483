/**
 * Whether a page of this origin may open the socket: the server's own pages, those of the configured origins, and
 * programs, which send none. A browser always sends one (RFC 6455 section 10.2), so no foreign page gets in.
 */
export const isOriginAllowed = (
  origin: string | undefined,
  host: string | undefined,
  publicOrigins: readonly string[],
): boolean => {
  if (origin === undefined) return true;
  if (publicOrigins.includes(origin)) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
};
