import { useSignal } from '@preact/signals';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import type { CallError } from '../../live/outcome.ts';
import { t } from '../../messages/t.ts';
import { useSale } from './use-sale.ts';

/** A clear error on stage: the lot is void, and everybody reads why. */
export const VoidDialog = ({ lotId, onClose }: { readonly lotId: string; readonly onClose: () => void }) => {
  const sale = useSale();
  const reason = useSignal('');
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const confirm = async () => {
    if (reason.value.trim() === '' || isBusy.value) return;
    isBusy.value = true;
    const outcome = await sale.ask('auction.void-lot', { lotId, reason: reason.value.trim() });
    isBusy.value = false;
    if (outcome.ok) onClose();
    else refusal.value = outcome.error;
  };
  return (
    <Dialog
      title={t('sale.voidLot')}
      onClose={onClose}
      actions={
        <>
          <Button tone="quiet" onClick={onClose}>
            {t('everywhere.cancel')}
          </Button>
          <Button
            tone="careful"
            icon="ban"
            busy={isBusy.value}
            disabled={reason.value.trim() === ''}
            onClick={() => void confirm()}
          >
            {t('sale.voidLot')}
          </Button>
        </>
      }
    >
      <p>{t('sale.voidAsk')}</p>
      <TextField
        label={t('sale.voidReason')}
        value={reason.value}
        maxLength={200}
        autoFocus
        onText={(text) => (reason.value = text)}
      />
      <Refused error={refusal.value} />
    </Dialog>
  );
};
