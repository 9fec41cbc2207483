import { createBuyerContacts } from '#application/contacts/buyer-contacts.ts';
import { randomIds } from '#application/id-source.ts';
import { createProductPictures } from '#application/pictures/product-pictures.ts';
import type { HttpDeps } from '../http-deps.ts';
import { registerContactRoutes } from './contacts.ts';
import { registerOutboxRoutes } from './outbox.ts';
import { registerPaddleGuestRoutes } from './paddle-guests.ts';
import { registerPictureRoutes } from './pictures.ts';
import { registerPushRoutes } from './push.ts';
import type { RouteApp } from './route-app.ts';
import { registerSignInRoutes } from './sign-in.ts';

type Deps = Pick<HttpDeps, 'config' | 'people' | 'blobs' | 'buyers' | 'payment'>;

/** Buyers as people: who they are, how they are told, and the pictures of what they buy. */
export async function registerBuyerRoutes(app: RouteApp, deps: Deps): Promise<void> {
  const { config, people, blobs, buyers, payment } = deps;
  const nowMs = Date.now;
  const contacts = createBuyerContacts({ ...buyers, people, payment, nowMs });
  registerContactRoutes(app, contacts);
  registerSignInRoutes(app, buyers.signIn, config.signInsPerMinute);
  registerPaddleGuestRoutes(app, { contacts: buyers.contacts, people, ids: randomIds, nowMs });
  registerPushRoutes(app, {
    subscriptions: buyers.subscriptions,
    contacts,
    publicKey: buyers.pushKeys.publicKey,
    allowsPrivate: config.pushPrivate,
    nowMs,
  });
  registerOutboxRoutes(app, buyers.messages, buyers.sendsMail);
  await registerPictureRoutes(app, createProductPictures(blobs, config), config.pictureBytes);
}
