import type { SendOutcome } from './mailer.ts';
import type { PushSubscriptionRecord } from './push-subscription-store.ts';

/** What the service worker shows (client-demo/src/service-worker/push.ts reads the same fields). */
export interface PushPayload {
  readonly title: string;
  readonly body: string;
  /** An absolute address of ours. */
  readonly link: string;
  readonly language: string;
  /** A later one with the same tag takes the place of the earlier. */
  readonly tag: string;
}

/** The shop's own key pair of RFC 8292 (VAPID): P-256, base64url; the public one is an uncompressed point. */
export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Whoever tells a browser. Never rejects. `gone`: the browser will not hear of anything any more. */
export interface PushSender {
  send(
    subscription: PushSubscriptionRecord,
    payload: PushPayload,
    /** How long the push service keeps it for a browser that is off. */
    lifeMs: number,
  ): Promise<SendOutcome | { readonly outcome: 'gone' }>;
  close(): void;
}
