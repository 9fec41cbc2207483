import type {
  MagicLinkGrant,
  MagicLinkView,
  NewMagicLink,
  ServerAddresses,
  SessionListEntry,
  ShowListEntry,
  UploadedMedia,
} from '#protocol/views.ts';
import type { ProductPicture } from '#protocol/buyer-views.ts';
import type { Outcome } from '../live/outcome.ts';
import type { Session } from '../live/session.ts';
import { call } from './call.ts';

/** The routes of the API that pages use, as functions of the session that asks. Commands go over the socket. */

export const listShows = (session: Session): Promise<Outcome<{ readonly shows: readonly ShowListEntry[] }>> =>
  call(session, { method: 'GET', path: '/api/shows' });

export const listLinks = (session: Session): Promise<Outcome<{ readonly links: readonly MagicLinkView[] }>> =>
  call(session, { method: 'GET', path: '/api/links' });

export const createLink = (session: Session, link: NewMagicLink): Promise<Outcome<MagicLinkGrant>> =>
  call(session, { method: 'POST', path: '/api/links', body: link });

export const revokeLink = (session: Session, linkId: string): Promise<Outcome<unknown>> =>
  call(session, { method: 'DELETE', path: `/api/links/${encodeURIComponent(linkId)}` });

export const listSessions = (
  session: Session,
): Promise<Outcome<{ readonly sessions: readonly SessionListEntry[] }>> =>
  call(session, { method: 'GET', path: '/api/sessions' });

export const revokeSession = (session: Session, sessionId: string): Promise<Outcome<unknown>> =>
  call(session, { method: 'DELETE', path: `/api/sessions/${encodeURIComponent(sessionId)}` });

export const readAddresses = (session: Session): Promise<Outcome<ServerAddresses>> =>
  call(session, { method: 'GET', path: '/api/addresses' });

/** A picture or clip for the slate, sent as its bytes. */
export const uploadMedia = (session: Session, file: File): Promise<Outcome<UploadedMedia>> =>
  call(session, { method: 'POST', path: '/api/media', body: file });

/** Somebody in the room who gets a paddle: a person with a name or a phone number, and no session. */
export const makePaddleGuest = (
  session: Session,
  guest: { readonly name: string; readonly phone: string },
): Promise<Outcome<{ readonly personId: string }>> =>
  call(session, { method: 'POST', path: '/api/paddle-guests', body: guest });

/** A picture of a product; the server makes two sizes of it. */
export const uploadProductPicture = (session: Session, picture: Blob): Promise<Outcome<ProductPicture>> =>
  call(session, { method: 'POST', path: '/api/product-pictures', body: picture });
