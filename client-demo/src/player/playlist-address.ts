import type { PlaylistPlace } from '#protocol/methods/stage.ts';

/** Where the playlists of a show are fetched right now. */
export interface PlaylistBase {
  /** With scheme, without a slash at its end. */
  readonly origin: string;
  /** Everything before the file's name, with a slash at its end: `/hls/~<token>/<showId>/`. */
  readonly folder: string;
  /** `master.m3u8` while a show runs. */
  readonly file: string;
}

interface PageAddress {
  readonly protocol: string;
  readonly hostname: string;
  readonly origin: string;
}

/** Pure. The worker's own port on the page's host, or an edge; null where only the page's server has it. */
export const directOrigin = (place: PlaylistPlace, page: PageAddress): string | null => {
  const { origin } = place;
  if (origin === null) return null;
  if ('url' in origin) return origin.url;
  return `${page.protocol}//${page.hostname}:${origin.port}`;
};

export const baseOf = (place: PlaylistPlace, origin: string): PlaylistBase => {
  const end = place.path.lastIndexOf('/') + 1;
  return { origin, folder: place.path.slice(0, end), file: place.path.slice(end) };
};

export const masterAddress = ({ origin, folder, file }: PlaylistBase): string => origin + folder + file;

export const renditionAddress = ({ origin, folder }: PlaylistBase, rendition: string): string =>
  `${origin}${folder}${rendition}/live.m3u8`;

/** With or without a token; the show's own files stand behind it. */
const anyFolder = /^https?:\/\/[^/]+\/hls\/(?:~[^/]+\/)?[^/]+\/(.*)$/;

/**
 * The same file where it is to be fetched now. Players keep the addresses they resolved once; a token that was
 * renewed, or a port that cannot be reached any more, is put right here, request by request, with no restart. Pure.
 */
export const rewriteAddress = (address: string, { origin, folder }: PlaylistBase): string => {
  const rest = anyFolder.exec(address)?.[1];
  return rest === undefined ? address : origin + folder + rest;
};

/** The rung an address belongs to: `high` of `.../high/live.m3u8`. */
export const renditionOf = (address: string): string | null =>
  /\/([a-z]+)\/[^/]+$/.exec(address)?.[1] ?? null;
