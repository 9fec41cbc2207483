import type { WireError } from './errors.ts';
import type { Role } from './roles.ts';

/** What a browser knows of a show. `sources` is empty for the public; names come from the people store. */
export interface ShowView {
  readonly showId: string;
  readonly title: string;
  readonly description: string;
  readonly status: 'draft' | 'scheduled' | 'rehearsal' | 'live' | 'paused' | 'ended' | 'archived';
  readonly hostName: string;
  readonly startsAtMs: number | null;
  readonly liveSinceMs: number | null;
  readonly pausedSinceMs: number | null;
  readonly endedAtMs: number | null;
  /** While paused. Pictures and clips are served under `/media/<mediaId>`. */
  readonly slate: { readonly kind: 'standard' | 'picture' | 'clip'; readonly mediaId?: string } | null;
  readonly programmeSourceId: string | null;
  readonly microphoneSourceId: string | null;
  readonly sources: readonly SourceView[];
}

export interface SourceView {
  readonly sourceId: string;
  readonly label: string;
  readonly kind: 'camera' | 'phone' | 'screen' | 'clip';
  readonly hasVideo: boolean;
  readonly hasAudio: boolean;
  readonly ownerId: string;
}

/** An event on the channel `show-<id>`: what happened, and the show as it is now (a lost one is mended by the next). */
export interface ShowChannelEvent {
  readonly type: `show.${string}`;
  readonly atMs: number;
  readonly show: ShowView;
}

/** A place in a channel, as the client hands it back when it resumes. */
export interface ChannelPosition {
  readonly version: number;
  /** null at version 0. */
  readonly eventId: string | null;
}

/** Answer of `channel.subscribe`: the whole, or what came since the position that was asked for; never a part of it. */
export type Subscribed<View, Event = unknown> =
  | { readonly recovered: false; readonly snapshot: View; readonly position: ChannelPosition }
  | { readonly recovered: true; readonly events: readonly Event[]; readonly position: ChannelPosition };

/** Events of the channel `shows`, the lobby as this reader may see it. Its snapshot is `{ shows: ShowListEntry[] }`. */
export type ShowsChannelEvent =
  | { readonly type: 'shows.changed'; readonly show: ShowListEntry }
  | { readonly type: 'shows.removed'; readonly showId: string };

/** A session as its own browser sees it. */
export interface SessionView {
  readonly sessionId: string;
  readonly personId: string;
  readonly role: Role;
  /** The one show this session is for, or null for all. */
  readonly showId: string | null;
  readonly name: string;
}

/** Answer of `POST /api/sessions` and `/api/sessions/refresh`; the refresh secret travels in an HttpOnly cookie. */
export interface SessionGrant {
  readonly accessToken: string;
  readonly expiresAtMs: number;
  readonly session: SessionView;
  /** Set when signing in by e-mail made the browser somebody else's: who it was before, whose orders may be joined. */
  readonly previousPersonId?: string;
}

/** One show in the lobby. `GET /api/shows` answers `{ shows: ShowListEntry[] }`, newest first. */
export interface ShowListEntry {
  readonly showId: string;
  readonly title: string;
  readonly description: string;
  readonly status: ShowView['status'];
  readonly hostName: string;
  readonly startsAtMs: number | null;
  readonly liveSinceMs: number | null;
}

/** A magic link without its secret. `GET /api/links` answers `{ links: MagicLinkView[] }`. */
export interface MagicLinkView {
  readonly linkId: string;
  readonly role: Role;
  /** The one show it is for, or null for all. */
  readonly showId: string | null;
  readonly label: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly maximumUses: number | null;
  readonly uses: number;
  readonly revokedAtMs: number | null;
}

/** Body of `POST /api/links`. Absent limits: the link works until it is revoked. */
export interface NewMagicLink {
  readonly role: Role;
  readonly showId?: string;
  readonly label: string;
  readonly expiresAtMs?: number;
  readonly maximumUses?: number;
}

/** Answer of `POST /api/links`: the only time the secret is seen. It belongs into a fragment: `/enter#<secret>`. */
export interface MagicLinkGrant {
  readonly link: MagicLinkView;
  readonly secret: string;
}

/** A session in an operator's list. `GET /api/sessions` answers `{ sessions: SessionListEntry[] }`. */
export interface SessionListEntry extends SessionView {
  readonly linkId: string | null;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly revokedAtMs: number | null;
}

/** Answer of `GET /api/addresses`: where other devices reach this server, the best first; for links and QR codes. */
export interface ServerAddresses {
  readonly origins: readonly string[];
  /** Whether those origins need the root certificate of this machine, served as `/ca.crt`. */
  readonly needsAuthority: boolean;
}

/** Answer of `POST /api/media`; the bytes are served under `/media/<mediaId>`. */
export interface UploadedMedia {
  readonly mediaId: string;
  readonly kind: 'picture' | 'clip';
  readonly contentType: string;
  readonly sizeBytes: number;
}

/** Body of every HTTP answer that is not a success. */
export interface ErrorBody {
  readonly error: WireError;
}
