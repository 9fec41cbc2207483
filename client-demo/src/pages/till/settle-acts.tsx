import { useSignal } from '@preact/signals';
import type { OrderView } from '#protocol/order-views.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Refused } from '../../design/refused.tsx';
import type { CallError, Outcome } from '../../live/outcome.ts';
import { t } from '../../messages/t.ts';
import { CashKeys } from './cash-keys.tsx';
import { changeOf } from './cash.ts';
import { DrawerDoor } from './drawer-part.tsx';
import { UndoSettlement } from './undo-settlement.tsx';
import { useTill } from './use-till.ts';

interface ActsProps {
  readonly order: OrderView;
  /** Something was done for this order: it stays on the screen, although it is no open one any more. */
  readonly onActed: () => void;
}

type Act = 'cash' | 'terminal' | 'hand-out' | 'undo-hand-out';

const useActs = ({ order, onActed }: ActsProps) => {
  const { send, device, cashier } = useTill();
  const running = useSignal<Act | null>(null);
  const refusal = useSignal<CallError | null>(null);
  const { orderId, dueMinor } = order;
  const idsIn = (status: 'paid' | 'handed-out') =>
    order.lines.filter((line) => line.status === status).map(({ lineId }) => lineId);
  const work = (act: Act): Promise<Outcome<unknown>> => {
    switch (act) {
      case 'cash':
      case 'terminal':
        return send('till.settle-order', {
          tillId: device.tillId,
          orderId,
          method: act,
          seenTotalMinor: dueMinor,
          cashierId: cashier.value?.personId ?? '',
          deviceAtMs: Date.now(),
        });
      case 'hand-out':
        return send('order.hand-out', { orderId, lineIds: idsIn('paid') });
      case 'undo-hand-out':
        return send('order.undo-hand-out', { orderId, lineIds: idsIn('handed-out') });
    }
  };
  const run = async (act: Act): Promise<boolean> => {
    if (running.peek() !== null) return false;
    onActed();
    running.value = act;
    const outcome = await work(act);
    running.value = null;
    refusal.value = outcome.ok ? null : outcome.error;
    return outcome.ok;
  };
  return {
    running: running.value,
    refusal: refusal.value,
    run,
    paid: idsIn('paid'),
    out: idsIn('handed-out'),
  };
};

/** What takes the last step back. */
const UndoKeys = ({
  order: { orderId },
  acts: { out, running, run },
}: {
  readonly order: OrderView;
  readonly acts: ReturnType<typeof useActs>;
}) => {
  const { view } = useTill();
  const isUndoing = useSignal(false);
  const settled = view.value?.sales.find(
    (sale) => sale.orderId === orderId && sale.kind === 'settlement' && !sale.isUndone,
  );
  if (out.length === 0 && settled === undefined) return null;
  return (
    <div class="settle-undo">
      {out.length > 0 && (
        <Button icon="undo" busy={running === 'undo-hand-out'} onClick={() => void run('undo-hand-out')}>
          {t('till.undoHandOut')}
        </Button>
      )}
      {settled !== undefined && (
        <Button icon="undo" onClick={() => (isUndoing.value = true)}>
          {t('till.undoPayment')}
        </Button>
      )}
      {isUndoing.value && settled !== undefined && (
        <UndoSettlement
          orderId={orderId}
          amountMinor={settled.amountMinor}
          onClose={() => (isUndoing.value = false)}
        />
      )}
    </div>
  );
};

/** What the order needs now as one or two big keys. */
export const SettleActs = (props: ActsProps) => {
  const { view, money } = useTill();
  const isCounting = useSignal(false);
  const changeMinor = useSignal<number | null>(null);
  const acts = useActs(props);
  const { running, refusal, run, paid } = acts;
  const { dueMinor } = props.order;
  if (dueMinor > 0 && view.value?.drawer === null) return <DrawerDoor />;
  const takeCash = async (givenMinor: number) => {
    const owed = changeOf(dueMinor, givenMinor);
    const isTaken = await run('cash');
    isCounting.value = false;
    changeMinor.value = isTaken ? owed : null;
  };
  return (
    <div class="stack">
      <Refused error={refusal} />
      {changeMinor.value !== null && dueMinor === 0 && (
        <p class="pay-change" role="status">
          <span>{t('till.change')}</span>
          <b class="digits">{money(changeMinor.value)}</b>
        </p>
      )}
      {dueMinor > 0 && (
        <div class="pay-keys">
          <Button tone="act" size="big" onClick={() => (isCounting.value = true)}>
            {t('till.settleCash')}
          </Button>
          <Button
            tone="act"
            size="big"
            busy={running === 'terminal'}
            onClick={() => void run('terminal').then(() => (changeMinor.value = null))}
          >
            {t('till.settleTerminal')}
          </Button>
        </div>
      )}
      {paid.length > 0 && (
        <Button
          tone={dueMinor > 0 ? 'plain' : 'act'}
          size="big"
          wide
          icon="check"
          busy={running === 'hand-out'}
          onClick={() => void run('hand-out')}
        >
          {t('till.handOut')}
        </Button>
      )}
      <UndoKeys order={props.order} acts={acts} />
      {isCounting.value && (
        <Dialog title={t('till.cash')} onClose={() => (isCounting.value = false)}>
          <div class="stack">
            <p class="pay-total digits">{money(dueMinor)}</p>
            <CashKeys
              totalMinor={dueMinor}
              isBusy={running === 'cash'}
              onTake={(given) => void takeCash(given)}
            />
          </div>
        </Dialog>
      )}
    </div>
  );
};
