import type { PersonId } from '#domain/ids.ts';

/** A browser that may be told things while no page of ours is open (Push API, W3C; RFC 8030). */
export interface PushSubscriptionRecord {
  /** An address of the browser's push service; a capability, so it is kept like a secret. */
  readonly endpoint: string;
  /** The browser's public key, P-256 uncompressed, base64url (RFC 8291). */
  readonly p256dh: string;
  /** 16 bytes, base64url. */
  readonly auth: string;
}

/** A person has no more browsers than this; the one that was added first makes room. */
export const maximumSubscriptions = 10;

/** Who is told where. Each method is atomic. Adapters: storage/messages, one contract suite over all. */
export interface PushSubscriptionStore {
  /** An endpoint is one person's: whoever signs in on that browser takes it over. */
  put(personId: PersonId, subscription: PushSubscriptionRecord, nowMs: number): Promise<void>;
  of(personId: PersonId): Promise<readonly PushSubscriptionRecord[]>;
  /** Removes it if it is this person's. */
  remove(personId: PersonId, endpoint: string): Promise<void>;
  eraseOf(personId: PersonId): Promise<void>;
}
