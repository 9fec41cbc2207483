import { putPushSubscription, readPushKey, removePushSubscription } from '../../api/buyer-routes.ts';
import { succeeded, type CallError, type Outcome } from '../../live/outcome.ts';
import type { Session } from '../../live/session.ts';
import { spoken } from '../../messages/language.ts';
import { findServiceWorker, hasServiceWorkers, startServiceWorker } from '../../shell/service-worker.ts';

/** `impossible`: this browser, or this address, knows no push. `forbidden`: its owner said no, in its settings. */
export type PushState = 'impossible' | 'forbidden' | 'off' | 'on';

/** What went wrong while switching on, beside what the server says. */
export type PushFault = CallError | { readonly code: 'push-service-away' };

const isPossible = (): boolean => hasServiceWorkers() && 'PushManager' in window && 'Notification' in window;

const ownSubscription = async (): Promise<PushSubscription | undefined> => {
  const worker = await findServiceWorker();
  return (await worker?.pushManager.getSubscription()) ?? undefined;
};

/** Whether this browser is told things now. */
export const readPushState = async (): Promise<PushState> => {
  if (!isPossible()) return 'impossible';
  if (Notification.permission === 'denied') return 'forbidden';
  return (await ownSubscription()) === undefined ? 'off' : 'on';
};

/** base64url to bytes, as `applicationServerKey` wants them. */
const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));

const isSameKey = (subscription: PushSubscription, key: Uint8Array): boolean => {
  const own = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  return own.length === key.length && own.every((byte, index) => byte === key[index]);
};

/** The subscription to this shop's key; one to another key hears nothing of us and is given up. */
const subscribe = async (key: Uint8Array<ArrayBuffer>): Promise<PushSubscription> => {
  const { pushManager } = await startServiceWorker();
  const known = await pushManager.getSubscription();
  if (known !== null && isSameKey(known, key)) return known;
  await known?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
};

const report = async (session: Session, subscription: PushSubscription): Promise<Outcome<unknown>> => {
  const { endpoint, keys } = subscription.toJSON();
  return putPushSubscription(session, {
    endpoint: endpoint ?? subscription.endpoint,
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
    language: spoken.value.language,
  });
};

/** Asks this browser's owner and subscribes. Call it from a tap: browsers ask nobody who did not ask first. */
export const switchPushOn = async (
  session: Session,
): Promise<{ readonly state: PushState; readonly fault?: PushFault }> => {
  if ((await Notification.requestPermission()) !== 'granted') return { state: await readPushState() };
  const key = await readPushKey(session);
  if (!key.ok) return { state: 'off', fault: key.error };
  try {
    const subscription = await subscribe(bytesOf(key.value.publicKey));
    const reported = await report(session, subscription);
    if (reported.ok) return { state: 'on' };
    await subscription.unsubscribe();
    return { state: 'off', fault: reported.error };
  } catch {
    // The browser's own push service is not reached, or switched off by whoever made the browser.
    return { state: 'off', fault: { code: 'push-service-away' } };
  }
};

/** Tells the server, then gives the subscription up; what the server did not hear it finds out by itself. */
export const switchPushOff = async (session: Session): Promise<PushState> => {
  const subscription = await ownSubscription();
  if (subscription !== undefined) {
    await removePushSubscription(session, subscription.endpoint);
    await subscription.unsubscribe();
  }
  return readPushState();
};

/** A browser that is told things tells them to whoever sits before it: after another person signed in, to him. */
export const reportPush = async (session: Session): Promise<Outcome<unknown>> => {
  const subscription = isPossible() ? await ownSubscription() : undefined;
  return subscription === undefined ? succeeded(undefined) : report(session, subscription);
};
