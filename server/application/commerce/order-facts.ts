import { createHash } from 'node:crypto';
import type { HoldId, PaymentId } from '#domain/ids.ts';
import type { Principal } from '../principal.ts';
import type { CommerceDeps } from './commerce-deps.ts';

/** What a command on an order needs to know that no stream says. */
export interface OrderFacts {
  /** Unguessable, of this command alone: what it makes is named after it. */
  readonly seed: string;
  /** Whether a parcel for this person has somewhere to go. */
  readonly hasAddress: boolean;
  readonly takesStripe: boolean;
}

/** Gathers them before the decision. */
export async function gatherFacts(
  { ids, contacts, payment }: Pick<CommerceDeps, 'ids' | 'contacts' | 'payment'>,
  command: { readonly type: string; readonly delivery?: 'pick-up' | 'parcel' },
  { personId }: Pick<Principal, 'personId'>,
): Promise<OrderFacts> {
  const asksAddress = command.type === 'check-out' && command.delivery === 'parcel' && contacts !== undefined;
  const contact = asksAddress ? await contacts.find(personId) : undefined;
  return {
    seed: ids.next(),
    hasAddress: !asksAddress || (contact !== undefined && contact.name !== null && contact.address !== null),
    takesStripe: payment.name === 'stripe',
  };
}

const named = (seed: string, what: string): string =>
  createHash('sha256').update(`${seed} ${what}`).digest('base64url').slice(0, 32);

// The only makers of these ids for orders, hence the casts to the brands.
export const holdIdFor = ({ seed }: OrderFacts, lineId: string): HoldId =>
  named(seed, `hold ${lineId}`) as HoldId;
export const paymentIdFor = ({ seed }: OrderFacts): PaymentId => named(seed, 'payment') as PaymentId;
export const refundIdFor = (paymentId: PaymentId, why: string): string => named(paymentId, `refund ${why}`);

/** Nothing that reads or sounds like another: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. */
const codeLetters = 'ACDEFGHJKMNPQRTWXY34679';

/** Six characters to be read out at the stall. */
export function pickUpCodeFor({ seed }: OrderFacts): string {
  const digest = createHash('sha256').update(`${seed} pick-up`).digest();
  // 256 is no multiple of the alphabet; the bias of one in nine between letters gives nothing away worth having.
  return [...digest.subarray(0, 6)].map((byte) => codeLetters[byte % codeLetters.length]).join('');
}
