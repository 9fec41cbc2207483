import { useSignal } from '@preact/signals';
import type { OrderLineView } from '#protocol/order-views.ts';
import { Button, IconButton } from '../design/button.tsx';
import { Refused } from '../design/refused.tsx';
import type { Commands } from '../live/commerce/commands.ts';
import type { CallError } from '../live/outcome.ts';
import { t } from '../messages/t.ts';
import { useBuying } from './buying.ts';

/** Fewer, more or none of what lies in the cart; what lapsed is taken again with its number. */
export const LineStepper = ({ line }: { readonly line: OrderLineView }) => {
  const { commands, showId } = useBuying();
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const change = async (pieces: number) => {
    if (isBusy.peek()) return;
    isBusy.value = true;
    const outcome = await commands.send('order.change-line', { showId, lineId: line.lineId, pieces });
    isBusy.value = false;
    refusal.value = outcome.ok ? null : outcome.error;
  };
  const less = line.pieces - 1;
  return (
    <>
      <Refused error={refusal.value} />
      {line.status === 'lapsed' && (
        <Button size="small" busy={isBusy.value} onClick={() => void change(line.pieces)}>
          {t('order.takeAgain')}
        </Button>
      )}
      <IconButton
        icon={less === 0 ? 'remove' : 'minus'}
        label={t(less === 0 ? 'order.removeLine' : 'order.less', { title: line.title })}
        disabled={isBusy.value}
        onClick={() => void change(less)}
      />
      <b class="digits">{line.pieces}</b>
      <IconButton
        icon="plus"
        label={t('order.more', { title: line.title })}
        disabled={isBusy.value}
        onClick={() => void change(line.pieces + 1)}
      />
    </>
  );
};

interface CancelLineProps {
  readonly line: OrderLineView;
  readonly orderId: string;
  readonly commands: Commands;
}

/** A buyer takes back what he ordered and did not pay; what he won he keeps. */
export const CancelLine = ({ line, orderId, commands }: CancelLineProps) => {
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const isOwnPurchase =
    line.source.kind === 'offer' && (line.status === 'placed' || line.status === 'overdue');
  if (!isOwnPurchase) return null;
  const cancel = async () => {
    isBusy.value = true;
    const outcome = await commands.send('order.cancel-lines', { orderId, lineIds: [line.lineId] });
    isBusy.value = false;
    refusal.value = outcome.ok ? null : outcome.error;
  };
  return (
    <>
      <Refused error={refusal.value} />
      <Button size="small" busy={isBusy.value} onClick={() => void cancel()}>
        {t('order.cancelLine')}
      </Button>
    </>
  );
};
