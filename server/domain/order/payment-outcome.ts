import type { OrderId, PaymentId } from '../ids.ts';

/** What became of a payment at its provider, as far as it is known now. */
export type PaymentOutcome =
  | { readonly status: 'succeeded'; readonly providerRef: string }
  /** The buyer has to do something (3-D Secure, entering a card); `url` is the provider's page. */
  | { readonly status: 'action-required'; readonly providerRef: string; readonly url: string }
  | { readonly status: 'pending'; readonly providerRef: string }
  /** `declineCode` is the provider's own word, for the shop; buyers see "declined". */
  | { readonly status: 'failed'; readonly providerRef: string | null; readonly declineCode: string };

/** A notice of the provider after its signature was checked. They come late, twice and in any order. */
export type PaymentNotice = {
  readonly noticeId: string;
  readonly paymentId: PaymentId;
  readonly orderId: OrderId;
  /** When it happened at the provider, by his clock; a moment, not an order: several things share one. */
  readonly saidAtMs: number;
} & PaymentWord;

type PaymentWord =
  | { readonly kind: 'outcome'; readonly outcome: PaymentOutcome }
  /** All that was given back of this payment so far. */
  | { readonly kind: 'refunded'; readonly refundedMinor: number };

/** All that the provider's words come to. */
export interface PaymentStanding {
  /** null until the provider said anything. */
  readonly outcome: PaymentOutcome | null;
  readonly saidAtMs: number;
  readonly refundedMinor: number;
}

export const silentPayment: PaymentStanding = { outcome: null, saidAtMs: 0, refundedMinor: 0 };

/**
 * What stands after one more word. Whatever their order, and however often each comes, the same words end in the same
 * standing: a success wins for ever, a failure wins over what was still open, of equals the later word wins, and of
 * what was given back the most.
 */
export function outcomeAfter(
  previous: PaymentStanding,
  said: PaymentWord & { readonly saidAtMs: number },
): PaymentStanding {
  if (said.kind === 'refunded') {
    return said.refundedMinor <= previous.refundedMinor
      ? previous
      : { ...previous, refundedMinor: said.refundedMinor };
  }
  const { outcome, saidAtMs } = said;
  return weighsMore({ outcome, saidAtMs }, previous) ? { ...previous, outcome, saidAtMs } : previous;
}

type Said = Pick<PaymentStanding, 'outcome' | 'saidAtMs'>;

/** A strict order of everything that can be said; only so is the greatest of several the same in every order. */
function weighsMore(said: Said, previous: Said): boolean {
  const [left, right] = [weightOf(said), weightOf(previous)];
  for (const [index, part] of left.entries()) {
    const other = right[index] ?? 0;
    if (part !== other) return part > other;
  }
  return false;
}

/** Finality first, then time; the rest only decides between two words of one moment. */
const weightOf = ({ outcome, saidAtMs }: Said): readonly (number | string)[] => [
  outcome === null ? -1 : finality[outcome.status],
  saidAtMs,
  outcome === null ? 0 : nearness[outcome.status],
  outcome?.status === 'failed' ? outcome.declineCode : '',
  outcome?.status === 'action-required' ? outcome.url : '',
  outcome?.providerRef ?? '',
];

const finality = { 'action-required': 0, pending: 0, failed: 1, succeeded: 2 } as const;
/** A bank that works on it is nearer to the end than a buyer who has yet to act. */
const nearness = { 'action-required': 0, pending: 1, failed: 2, succeeded: 3 } as const;
