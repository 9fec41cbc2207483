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

export interface ShowSnapshot {
  readonly snapshot: ShowView;
  readonly position: { readonly version: number; readonly eventId: string | null };
}

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
}
