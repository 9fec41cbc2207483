import type { AuctionKey } from '#application/commerce/auction-key.ts';
import type { CredentialStore } from '#application/identity/credential-store.ts';
import type { ContactStore } from '#application/contacts/contact-store.ts';
import type { MessageStore } from '#application/messages/message-store.ts';
import type { PushKeys } from '#application/messages/push-sender.ts';
import type { PushSubscriptionStore } from '#application/messages/push-subscription-store.ts';
import type { PaymentCustomers } from '#application/payment/payment-customers.ts';
import type { Bus, EventLog, PeopleStore } from '#application/ports.ts';
import type { Check } from '../start-up/readiness.ts';

/** What a server stands on: its ports, opened, and each in the shutdown's list. */
export interface Foundation {
  readonly log: EventLog;
  readonly bus: Bus;
  /** How often followers look at the log by themselves, in case the bus lost a message. */
  readonly sweepMs: number;
  readonly credentials: CredentialStore;
  readonly people: PeopleStore;
  readonly contacts: ContactStore;
  readonly messages: MessageStore;
  readonly subscriptions: PushSubscriptionStore;
  /** Opened where a provider needs them: at the stall nobody has an account. */
  readonly openPaymentCustomers: () => PaymentCustomers;
  /** The shop's key towards push services; a browser that subscribed to one hears no other. */
  readonly pushKeys: PushKeys;
  /** Signs receipts for bids; the same on all servers of a shop, for as long as anybody keeps a receipt. */
  readonly auctionKey: AuctionKey;
  /** Keys that sign sessions are derived from it; the same on all servers of a shop. */
  readonly sessionSecret: Uint8Array;
  /** For the operator, in plain words: what an answered command has survived, and what it has not. */
  readonly durability: string;
  /** Parts that must work before traffic may come. */
  readonly checks: Readonly<Record<string, Check>>;
}
