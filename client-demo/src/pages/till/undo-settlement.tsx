import { Confirm } from '../../design/confirm.tsx';
import { t } from '../../messages/t.ts';
import { useTill } from './use-till.ts';

interface UndoSettlementProps {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly onClose: () => void;
}

/** Asks before the money of an order is given back; the order is due again then. */
export const UndoSettlement = ({ orderId, amountMinor, onClose }: UndoSettlementProps) => {
  const { send, device, cashier, money } = useTill();
  return (
    <Confirm
      title={t('till.undoPayment')}
      question={t('till.undoPaymentAsk', { amount: money(amountMinor) })}
      confirmLabel={t('till.undoPayment')}
      run={() =>
        send('till.undo-sale', {
          tillId: device.tillId,
          orderId,
          leaseId: null,
          cashierId: cashier.value?.personId ?? '',
        })
      }
      onDone={onClose}
      onClose={onClose}
    />
  );
};
