import { signal, type ReadonlySignal } from '@preact/signals';
import type { BidReceipt } from '#protocol/auction-views.ts';
import { freshId } from '../fresh-id.ts';
import type { CallError } from '../outcome.ts';
import type { LiveSocket } from '../socket.ts';
import type { TimeSource } from '../time-source.ts';

/** A bid as its bidder wants it. */
export interface Bid {
  readonly lotId: string;
  /** The run that was on screen; 0: before the first start. */
  readonly run: number;
  readonly amountMinor: number;
  /** Exactly this; otherwise it is the most that the bidder will pay. */
  readonly isExact: boolean;
}

/** How far the last bid has come. */
export type BidProgress =
  | { readonly status: 'idle' }
  /** `isLate`: no answer within its life. It counts only if the shop read it in time, which the lot then shows. */
  | { readonly status: 'sending'; readonly bid: Bid; readonly isLate: boolean }
  | { readonly status: 'placed'; readonly bid: Bid; readonly receipt: BidReceipt | null }
  | { readonly status: 'refused'; readonly bid: Bid; readonly error: CallError };

export interface Bidding {
  readonly progress: ReadonlySignal<BidProgress>;
  /**
   * Sends a bid, once. While another is under way it does nothing and answers false, whatever its amount: two taps are
   * one bid. Without a connection it is refused at once and never sent later.
   */
  place(bid: Bid): boolean;
  /** The last answer is read. */
  dismiss(): void;
  close(): void;
}

interface BiddingOptions {
  readonly showId: string;
  readonly socket: LiveSocket;
  readonly time: TimeSource;
  /** Server time. */
  readonly nowMs: () => number;
  readonly onReceipt: (receipt: BidReceipt, bid: Bid) => void;
}

/** A bid is of the moment (shared semantics, "Auctions"; `bidLifeMs` of the domain). */
export const bidLifeMs = 2000;
/** An answer that comes later than this is not waited for: the lot itself has said by then what came of it. */
const answerDeadlineMs = 6000;

/** The bids of one person in one show. */
export const createBidding = (options: BiddingOptions): Bidding => {
  const { socket, showId, time, nowMs, onReceipt } = options;
  const progress = signal<BidProgress>({ status: 'idle' });
  let generation = 0;
  let cancelLate = () => {};

  const send = async (bid: Bid, mine: number) => {
    const params = { commandId: freshId(), showId, ...bid, tappedAtMs: Math.round(nowMs()) };
    const terms = { isMomentary: true, deadlineMs: answerDeadlineMs };
    const outcome = await socket.request('auction.place-bid', params, terms);
    // A bid before the start, or in a rehearsal, has none.
    const receipt = outcome.ok ? (outcome.value.receipt ?? null) : null;
    // The proof is kept however late it comes, and whatever was bid since.
    if (receipt !== null) onReceipt(receipt, bid);
    if (mine !== generation) return;
    cancelLate();
    progress.value = outcome.ok
      ? { status: 'placed', bid, receipt }
      : { status: 'refused', bid, error: outcome.error };
  };
  return {
    progress,
    place: (bid) => {
      const before = progress.peek();
      if (before.status === 'sending' && !before.isLate) return false;
      const mine = ++generation;
      cancelLate();
      progress.value = { status: 'sending', bid, isLate: false };
      cancelLate = time.after(bidLifeMs, () => {
        progress.value = { status: 'sending', bid, isLate: true };
      });
      void send(bid, mine);
      return true;
    },
    dismiss: () => {
      if (progress.peek().status !== 'sending') progress.value = { status: 'idle' };
    },
    close: () => {
      generation += 1;
      cancelLate();
    },
  };
};
