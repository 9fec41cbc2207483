import type { PersonId, ShowId } from '#domain/ids.ts';
import type { Principal } from '#application/principal.ts';
import type { Role } from '#protocol/roles.ts';
import type { SessionGrant } from '#protocol/views.ts';

/** Who asks and until when the proof holds. A socket must hear of a fresh token before `expiresAtMs`. */
export interface VerifiedPrincipal extends Principal {
  readonly expiresAtMs: number;
}

/** A session handed to a browser: the grant goes into the body, the secret only into the HttpOnly cookie. */
export interface GrantedSession {
  readonly grant: SessionGrant;
  readonly refreshSecret: string;
  /** When the secret ends if nobody refreshes. */
  readonly refreshExpiresAtMs: number;
}

/** A magic link as its owner sees it; the secret itself is shown once, when it is made. */
export interface LinkView {
  readonly linkId: string;
  readonly role: Role;
  readonly showId: ShowId | null;
  readonly label: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly maximumUses: number | null;
  readonly uses: number;
  readonly revokedAtMs: number | null;
}

export interface NewLink {
  readonly role: Role;
  /** `null`: for all shows. An admin link never has a show. */
  readonly showId: ShowId | null;
  readonly label: string;
  readonly expiresAtMs: number | null;
  readonly maximumUses: number | null;
}

/** A running or ended session in an operator's list. */
export interface SessionSummary {
  readonly sessionId: string;
  readonly personId: PersonId;
  readonly role: Role;
  readonly showId: ShowId | null;
  readonly linkId: string | null;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly revokedAtMs: number | null;
}

/**
 * Who is who. Every refusal is a `Refusal` with a code of the identity part of the error table.
 * What a role may do with shows is not decided here but where commands are authorised.
 */
export interface Identity {
  /** Refuses with `token-invalid`, `token-expired` or `session-revoked`; a revoked session is refused at once. */
  verify(accessToken: string): Promise<VerifiedPrincipal>;
  /**
   * Uses up one use of the link. `previousSecret` (the browser's cookie) keeps its person; one that was mailed makes the
   * browser that of whoever reads the mailbox (email-sign-in.ts). `link-invalid`, `name-invalid`, `name-imitates`.
   */
  grantByLink(request: {
    readonly linkSecret: string;
    readonly name?: string | undefined;
    readonly previousSecret?: string | undefined;
  }): Promise<GrantedSession>;
  /** A viewer without an account; a name is made up when none is given. `name-invalid`, `name-imitates`. */
  grantAnonymous(request: {
    readonly name?: string | undefined;
    readonly previousSecret?: string | undefined;
  }): Promise<GrantedSession>;
  /**
   * Rotates the secret. The old one answers with the same successor until that was used (a lost answer), and for
   * 30 s in any case (several tabs); after that its reuse revokes the session. `token-missing`, `token-invalid`, `session-revoked`.
   */
  refresh(refreshSecret: string | undefined): Promise<GrantedSession>;
  /** Ends a session for ever; `false` when there is none or it had ended. Listeners hear of it before this resolves. */
  revoke(sessionId: string): Promise<boolean>;
  /** `forbidden` unless an admin, or a host making a link for one show with a role below admin within his own scope. */
  createLink(by: Principal, link: NewLink): Promise<{ readonly link: LinkView; readonly secret: string }>;
  /** What `by` may see: all for an admin; for a scoped host those of his show; for a host those with a show. */
  listLinks(by: Principal): Promise<readonly LinkView[]>;
  /** Ends a link and every session that came through it. `link-invalid` when there is none that `by` may see. */
  revokeLink(by: Principal, linkId: string): Promise<void>;
  /** The latest first, at most 500. */
  listSessions(): Promise<readonly SessionSummary[]>;
  /** `name-invalid`, `name-imitates`. Answers with the name as it was kept (trimmed, NFC). */
  rename(by: Principal, name: string): Promise<string>;
  /** Ids of the sessions revoked since then, whichever process of this machine did it. */
  revokedSince(sinceMs: number): Promise<readonly string[]>;
  /** Hears of every session revoked by this process. Returns the way to stop listening. */
  onRevoked(listener: (sessionId: string) => void): () => void;
}
