import type { PersonId, ShowId } from '#domain/ids.ts';
import type { Money } from '../payment/payment-provider.ts';

/** What somebody is told, and with which facts. Titles are the shop's own words; times are ms since the epoch. */
export type NoticeContent =
  | { readonly kind: 'outbid'; readonly lotTitle: string; readonly askingPrice: Money }
  | {
      readonly kind: 'won';
      readonly lotTitle: string;
      readonly price: Money;
      readonly payByMs: number | null;
    }
  | { readonly kind: 'payment-due'; readonly total: Money; readonly payByMs: number }
  | { readonly kind: 'payment-failed'; readonly total: Money; readonly payByMs: number | null }
  /** The winner did not pay: the runner-up may have the lot at his own highest bid. */
  | {
      readonly kind: 'second-chance';
      readonly lotTitle: string;
      readonly price: Money;
      readonly untilMs: number;
    }
  /** The receipt of an order; `orderNumber` is what the shop calls it. */
  | {
      readonly kind: 'order-placed';
      readonly orderNumber: string;
      readonly lines: readonly { readonly title: string; readonly quantity: number; readonly total: Money }[];
      readonly total: Money;
    }
  | {
      readonly kind: 'pick-up-ready';
      readonly orderNumber: string;
      readonly code: string;
      readonly place: string;
    };

export type NoticeKind = NoticeContent['kind'];

export interface Notice {
  readonly personId: PersonId;
  readonly content: NoticeContent;
  /** The event or timer this follows from: one cause tells one person once, however often and wherever it is said. */
  readonly causeId: string;
  readonly showId: ShowId | null;
  /** The page of ours that a tap opens, beginning with `/`; where absent the show, or the own orders. */
  readonly path?: string;
}

/**
 * Tells people what happened to them, on the channels they have: Web Push where a browser subscribed, mail where an
 * address is known (`wantsMail` allows what is not owed). Resolves when the messages are in the outbox, which keeps
 * them over restarts; throws for faults of the store only, so a policy that rejects is asked again and nobody is told
 * twice. Whoever cannot be reached is passed over in silence: the page shows the same.
 */
export interface Notifier {
  notify(notice: Notice): Promise<void>;
}

/** Tells nobody; for tests and parts that stand alone. */
export const silentNotifier: Notifier = { notify: async () => undefined };
