import { Dialog } from '../design/dialog.tsx';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { SaveCard } from '../order/save-card.tsx';

/** The shop wants a card on file before the first bid: why, and the way to save one and come back. */
export const CardDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { showId } = useBuying();
  return (
    <Dialog title={t('auction.cardTitle')} onClose={onClose} actions={<SaveCard showId={showId} />}>
      <p>{t('auction.cardAbout')}</p>
    </Dialog>
  );
};
