import type { PersonId, ShowId } from '#domain/ids.ts';
import type { Role } from '#protocol/roles.ts';
import type { LinkView, SessionSummary } from './identity.ts';

/** A session as it is kept. `generation` grows with each rotation of its refresh secret. */
export interface StoredSession extends SessionSummary {
  readonly generation: number;
  /** The latest generation whose holder is known to have it; the one before stays good until then. */
  readonly confirmedGeneration: number;
  readonly rotatedAtMs: number;
}

/** A link as it is kept: only the SHA-256 of its secret, so that a stolen database opens nothing. */
export interface StoredLink extends LinkView {
  readonly secretHash: string;
}

export interface FreshSession {
  readonly sessionId: string;
  readonly personId: PersonId;
  readonly role: Role;
  readonly showId: ShowId | null;
  readonly linkId: string | null;
  readonly createdAtMs: number;
}

/**
 * Sessions and magic links. Each method is atomic; what ends something (revocations, used-up links) is durable
 * when it resolves. Adapters: storage/identity (SQLite, memory), one contract suite over both.
 */
export interface CredentialStore {
  addSession(session: FreshSession): Promise<StoredSession>;
  findSession(sessionId: string): Promise<StoredSession | undefined>;
  /** Moves to the next generation if the session still has `generation` and is not revoked; otherwise `undefined`. */
  rotateSession(sessionId: string, generation: number, nowMs: number): Promise<StoredSession | undefined>;
  /** Somebody used what came with `generation`. Never goes back. */
  confirmSession(sessionId: string, generation: number): Promise<void>;
  /** Ids of the sessions revoked at `sinceMs` or later. */
  revokedSince(sinceMs: number): Promise<readonly string[]>;
  /** `false` when there is no such session or it was revoked before. */
  revokeSession(sessionId: string, nowMs: number): Promise<boolean>;
  /** The latest first. */
  listSessions(limit: number): Promise<readonly StoredSession[]>;
  /** Those of the crew (any role but `viewer`) that are not revoked, the latest made first: viewers never crowd them out. */
  listCrewSessions(limit: number): Promise<readonly StoredSession[]>;
  /** Forgets sessions last seen before `beforeMs`. Answers how many. */
  forgetSessions(beforeMs: number): Promise<number>;

  addLink(link: StoredLink): Promise<void>;
  findLink(linkId: string): Promise<StoredLink | undefined>;
  /** Counts one use and answers the link, or `undefined` when it is unknown, revoked, expired or used up. */
  takeLink(secretHash: string, nowMs: number): Promise<StoredLink | undefined>;
  /** Revokes the link and its sessions; answers the ids of the sessions that ended with it. */
  revokeLink(linkId: string, nowMs: number): Promise<readonly string[]>;
  /** The latest first. */
  listLinks(limit: number): Promise<readonly StoredLink[]>;
  close(): Promise<void>;
}
