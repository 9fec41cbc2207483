import { useEffect, useMemo } from 'preact/hooks';
import { Button } from '../design/button.tsx';
import { useShortcuts } from '../design/shortcuts.tsx';
import { t } from '../messages/t.ts';
import { createBidTap } from './bid-tap.ts';

interface BidButtonProps {
  readonly amountMinor: number;
  readonly amountText: string;
  readonly isSending: boolean;
  /** Why not, for who asks; null: one may. */
  readonly blocked: string | null;
  readonly onBid: (amountMinor: number) => void;
}

/** One tap bids exactly what stands on it. The taps of one intention are one bid (bid-tap.ts, bidding.ts). */
export const BidButton = ({ amountMinor, amountText, isSending, blocked, onBid }: BidButtonProps) => {
  const tap = useMemo(createBidTap, []);
  useEffect(() => tap.show(amountMinor, performance.now()), [amountMinor]);
  const release = () => {
    const meantMinor = tap.release(performance.now());
    if (meantMinor !== null && blocked === null && !isSending) onBid(meantMinor);
  };
  useShortcuts([{ keys: ['b'], shown: 'B', label: t('auction.keyBid'), run: release }]);
  return (
    <Button
      tone="act"
      size="big"
      wide
      busy={isSending}
      disabled={blocked !== null}
      title={blocked ?? undefined}
      data-testid="bid"
      onPointerDown={() => tap.press(performance.now())}
      onClick={release}
    >
      {blocked ?? t('auction.bid', { price: amountText })}
    </Button>
  );
};
