import type { Application } from '../application.ts';
import type { ContactStore } from '../contacts/contact-store.ts';
import type { Follower } from '../followers.ts';
import { silentNotifier, type Notifier } from '../messages/notifier.ts';
import type { PaymentProvider } from '../payment/payment-provider.ts';
import type { IdSource } from '../ports.ts';
import type { CommerceDeps } from './commerce-deps.ts';
import { keepOrderTimers } from './order-timers.ts';
import { PaymentDesk } from './payment-desk.ts';
import { PaymentRounds } from './payment-rounds.ts';
import { lotSettlementPolicy } from './policies/lot-settlement.ts';
import { noticesPolicy } from './policies/notices.ts';
import { showEndsPolicy } from './policies/show-ends.ts';
import { winsPolicy, type WinsDeps } from './policies/wins.ts';

/** What commerce needs of the world outside. */
export interface CommerceParts {
  /** Absent where payment is at the stall alone. */
  readonly payment: PaymentProvider | undefined;
  readonly notifier: Notifier;
  /** Where parcels go; absent where nobody keeps addresses. */
  readonly contacts: Pick<ContactStore, 'find'> | undefined;
  /** Where people reach this shop, without a slash at the end. */
  readonly origin: () => Promise<string>;
}

/** Alone: payment is at the stall, and nobody is told. */
export const standAlone: CommerceParts = {
  payment: undefined,
  notifier: silentNotifier,
  contacts: undefined,
  origin: async () => '',
};

/** What commands ask of whoever takes the money; nobody does more than wait at the stall. */
export const payerOf = ({
  payment,
}: Pick<CommerceParts, 'payment'>): CommerceDeps['payment'] & WinsDeps['payment'] =>
  payment ?? { name: 'stall', savesMethods: false, hasSavedMethod: async () => false };

export interface KeepCommerceDeps extends CommerceParts {
  readonly application: Application;
  readonly ids: IdSource;
  readonly onError: (error: unknown, where: string) => void;
}

/**
 * All that follows from what happens in auctions and orders: wins, payments, deadlines, notices. Resolves once nothing
 * that happens from now on is missed. The caller wakes and closes what it answers.
 */
export async function keepCommerce(deps: KeepCommerceDeps): Promise<readonly Follower[]> {
  const { application, payment, onError } = deps;
  const followers: Follower[] = [await keepOrderTimers({ application, onError })];
  if (payment) {
    const desk = new PaymentDesk({ ...deps, payment });
    followers.push(await PaymentRounds.start({ application, desk, onError }));
  }
  await application.startPolicy(winsPolicy({ application, payment: payerOf(deps), onError }));
  await application.startPolicy(lotSettlementPolicy(application));
  await application.startPolicy(showEndsPolicy(application));
  await application.startPolicy(noticesPolicy(deps));
  return followers;
}
