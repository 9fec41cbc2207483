import type {
  ContactChange,
  ContactView,
  Outbox,
  PaymentMethodView,
  ProductPicture,
  PushKey,
  SaveMethodPage,
} from '#protocol/buyer-views.ts';
import type { Outcome } from '../live/outcome.ts';
import type { Session } from '../live/session.ts';
import type { Language } from '../messages/language.ts';
import { call } from './call.ts';

/** The routes about buyers as people: their contact, sign-in, notifications, and the pictures of what they buy. */

export const readContact = (session: Session): Promise<Outcome<ContactView>> =>
  call(session, { method: 'GET', path: '/api/me/contact' });

export const saveContact = (session: Session, body: ContactChange): Promise<Outcome<ContactView>> =>
  call(session, { method: 'PUT', path: '/api/me/contact', body });

export const eraseContact = (session: Session): Promise<Outcome<unknown>> =>
  call(session, { method: 'DELETE', path: '/api/me/contact' });

export const askForSignIn = (
  session: Session,
  body: { readonly email: string; readonly language: Language },
): Promise<Outcome<unknown>> => call(session, { method: 'POST', path: '/api/sign-in', body });

export const readPushKey = (session: Session): Promise<Outcome<PushKey>> =>
  call(session, { method: 'GET', path: '/api/push-key' });

export const putPushSubscription = (
  session: Session,
  body: {
    readonly endpoint: string;
    readonly keys: { readonly p256dh: string; readonly auth: string };
    readonly language: Language;
  },
): Promise<Outcome<unknown>> => call(session, { method: 'PUT', path: '/api/me/push-subscription', body });

export const removePushSubscription = (session: Session, endpoint: string): Promise<Outcome<unknown>> =>
  call(session, { method: 'DELETE', path: '/api/me/push-subscription', body: { endpoint } });

export const readOutbox = (session: Session): Promise<Outcome<Outbox>> =>
  call(session, { method: 'GET', path: '/api/outbox' });

/** A picture of a product, sent as its bytes. */
export const uploadProductPicture = (session: Session, file: Blob): Promise<Outcome<ProductPicture>> =>
  call(session, { method: 'POST', path: '/api/product-pictures', body: file });

export const readPaymentMethod = (session: Session): Promise<Outcome<PaymentMethodView>> =>
  call(session, { method: 'GET', path: '/api/me/payment-method' });

/** The provider's page to save a card on; it leads back to the show, or to the account. */
export const openSaveMethodPage = (
  session: Session,
  body: { readonly showId?: string },
): Promise<Outcome<SaveMethodPage>> =>
  call(session, { method: 'POST', path: '/api/me/payment-method', body });
