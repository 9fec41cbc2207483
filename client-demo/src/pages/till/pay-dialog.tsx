import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Icon } from '../../design/icon.tsx';
import type { ErrorCode } from '#protocol/errors.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { totalOf, type Basket } from './basket.ts';
import { CashKeys } from './cash-keys.tsx';
import { changeOf } from './cash.ts';
import { SaleDone } from './sale-done.tsx';
import type { SaleEnd } from './selling.ts';
import { noteOf } from './till-book.ts';
import { useTill } from './use-till.ts';
import './pay-dialog.css';

interface PayDialogProps {
  readonly basket: Basket;
  readonly method: 'cash' | 'terminal';
  /** The list is sold: a new one begins. */
  readonly onSold: () => void;
  readonly onClose: () => void;
}

/** No answer and no quota: nothing may be handed over until the server said so, or the person gave up. */
const Unanswered = ({ orderId, onClose }: { readonly orderId: string; readonly onClose: () => void }) => {
  const { undo } = useTill();
  return (
    <div class="stack" role="alert">
      <p class="till-note">
        <Icon name="careful" />
        <span>
          <b>{t('till.noAnswer')}</b> {t('till.noAnswerAdvice')}
        </span>
      </p>
      <Button tone="careful" wide onClick={() => void undo(orderId).then(onClose)}>
        {t('till.callOff')}
      </Button>
    </div>
  );
};

interface NotSoldProps {
  readonly code: string;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** Refused: the list has to change, or the same is tried again; until then the money is the customer's. */
const NotSold = ({ code, onAgain, onClose }: NotSoldProps) => (
  <div class="stack">
    <p class="till-note" role="alert">
      <Icon name="careful" />
      <span>
        {/* The code came from the server's table. */}
        <b>{t('till.notSold')}.</b> {errorText({ code: code as ErrorCode })} {t('till.notSoldAdvice')}
      </span>
    </p>
    <Button tone="act" size="big" wide autoFocus onClick={onClose}>
      {t('till.backToList')}
    </Button>
    <Button icon="retry" wide onClick={onAgain}>
      {t('everywhere.retry')}
    </Button>
  </div>
);

/** Taking the money for the list; ends with the number of the sale. */
export const PayDialog = ({ basket, method, onSold, onClose }: PayDialogProps) => {
  const till = useTill();
  const { money, book } = till;
  // The list is emptied when it is sold; what is on this screen stays.
  const sold = useMemo(() => ({ basket, totalMinor: totalOf(basket) }), []);
  const isBusy = useSignal(false);
  const end = useSignal<(SaleEnd & { readonly orderId: string }) | null>(null);
  const change = useSignal<number | null>(null);
  const { totalMinor } = sold;
  const take = async (givenMinor: number | null) => {
    if (isBusy.value) return;
    isBusy.value = true;
    change.value = changeOf(totalMinor, givenMinor);
    end.value = await till.sell(sold.basket, method);
    isBusy.value = false;
    if (end.value.status !== 'refused') onSold();
  };
  const ended = end.value;
  const note = ended === null ? undefined : noteOf(book.value, ended.orderId);
  const isDone = ended?.status === 'done' || note?.status === 'told';
  if (isDone && note !== undefined)
    return <SaleDone note={note} changeMinor={change.value} onClose={onClose} />;
  return (
    <Dialog title={t(method === 'cash' ? 'till.cash' : 'till.terminal')} onClose={onClose}>
      <div class="stack">
        <p class="pay-total digits">{money(totalMinor)}</p>
        {ended?.status === 'refused' ? (
          <NotSold code={ended.code} onAgain={() => (end.value = null)} onClose={onClose} />
        ) : ended?.status === 'open' ? (
          <Unanswered orderId={ended.orderId} onClose={onClose} />
        ) : method === 'cash' ? (
          <CashKeys totalMinor={totalMinor} isBusy={isBusy.value} onTake={(given) => void take(given)} />
        ) : (
          <>
            <p>{t('till.terminalAsk', { amount: money(totalMinor) })}</p>
            <Button
              tone="act"
              size="big"
              wide
              icon="check"
              busy={isBusy.value}
              onClick={() => void take(null)}
            >
              {t('till.terminalYes')}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
};
