/** Where the published log of a lot is: JSON lines with a hash chain, for `npm run auction:replay`. */
export const lotLogPath = (showId: string, lotId: string): string =>
  `/api/shows/${encodeURIComponent(showId)}/lots/${encodeURIComponent(lotId)}/log`;
