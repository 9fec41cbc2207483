import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';

interface AskDialogProps {
  readonly title: string;
  readonly amountMinor: number;
  readonly onBid: (amountMinor: number) => void;
  readonly onClose: () => void;
}

/** For who wants to be asked before each bid. What is bid is what was asked, also if the price rose meanwhile. */
export const AskDialog = ({ title, amountMinor, onBid, onClose }: AskDialogProps) => {
  const { price } = useBuying();
  return (
    <Dialog
      title={t('auction.askTitle')}
      onClose={onClose}
      actions={
        <>
          <Button tone="quiet" onClick={onClose}>
            {t('everywhere.cancel')}
          </Button>
          <Button
            tone="act"
            onClick={() => {
              onBid(amountMinor);
              onClose();
            }}
          >
            {t('auction.bid', { price: price(amountMinor) })}
          </Button>
        </>
      }
    >
      <p dir="auto">{t('auction.askQuestion', { title, price: price(amountMinor) })}</p>
    </Dialog>
  );
};
