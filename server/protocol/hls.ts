import { idPattern } from './ids.ts';

/** What the server that signs a token for playlists and the worker (or edge) that checks it must agree on. */
export const playlistTokenAudience = 'popstage-hls';

/**
 * Every address under which playlists, parts and pictures of a show are served, at the worker's own port and, the
 * same, at the server's web port: `/hls/[~<token>/]<showId>/<file>`. The token (a JWT, compact form) stands in the
 * path, so that an edge can take it off before it looks into its cache, and a player's relative addresses keep it.
 * Nothing else is worth a look: no other character, no dot segment and no percent sign fits.
 */
const token = '[A-Za-z0-9_-]{1,200}\\.[A-Za-z0-9_-]{1,600}\\.[A-Za-z0-9_-]{1,200}';
const show = idPattern.slice(1, -1);
const ofShow = 'master\\.m3u8|replay\\.m3u8|poster\\.jpg|thumbnails\\.vtt|t\\d{1,12}\\.jpg';
const ofRendition = 'live\\.m3u8|replay\\.m3u8|i\\d{1,12}\\.mp4|s\\d{1,12}\\.m4s|p\\d{1,12}\\.\\d{1,4}\\.m4s';
/** Written here a second time: the protocol knows nothing of the worker. A test of the proxy asks for each. */
const rendition = 'high|middle|low|sound|thrift';

const hlsPath = new RegExp(
  `^/hls/(?:~(?<token>${token})/)?(?<showId>${show})/(?<file>${ofShow}|(?:${rendition})/(?:${ofRendition}))$`,
);

export interface HlsPath {
  readonly showId: string;
  readonly token: string | null;
  /** `master.m3u8` or `high/live.m3u8`. */
  readonly file: string;
}

/** Reads a path without its query; null when it is none of ours. */
export function readHlsPath(path: string): HlsPath | null {
  const groups = hlsPath.exec(path)?.groups;
  if (groups === undefined) return null;
  return { showId: groups['showId'] ?? '', token: groups['token'] ?? null, file: groups['file'] ?? '' };
}

/** Where a player begins; `null` where the playlists are open to everybody. */
export const playlistPath = (
  showId: string,
  token: string | null,
  file: 'master.m3u8' | 'replay.m3u8',
): string => `/hls/${token === null ? '' : `~${token}/`}${showId}/${file}`;
