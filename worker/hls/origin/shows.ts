import type { Publication } from '../publication.ts';

/** What the origin must know of a live show. */
export interface LiveShow {
  readonly publication: Publication;
  /** Playlists need no token. */
  readonly isPublic: boolean;
  /** Base64url of the 32 bytes that sign this show's tokens. */
  readonly tokenKey: string;
}

/** Something that lies beside the live output: replays and their segments, posters, thumbnails. */
export interface KeptFile {
  readonly contentType: string;
  /** Never changes under its name. */
  readonly isImmutable: boolean;
  readonly body: Buffer | { readonly path: string; readonly sizeBytes: number };
}

/** Where the origin looks for what it is asked for. */
export interface OriginShows {
  live(showId: string): LiveShow | undefined;
  /** `file` is the path behind the show's id, checked by `readHlsPath`. */
  kept(showId: string, file: string): Promise<KeptFile | null>;
}
