import { Button } from '../design/button.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import { t } from '../messages/t.ts';
import { useBuying } from './buying.ts';
import { cartLines, dueLines, firstDeadline, keptLines } from './cart.ts';
import { HoldTime } from './hold-time.tsx';

/** The way to the cart, with how much is in it and how long it is held; nothing at all while nothing was taken. */
export const CartKey = ({ onOpen }: { readonly onOpen?: () => void }) => {
  const { order, isCartOpen, price } = useBuying();
  const view = viewOf(order.value);
  if (view === null) return null;
  const open = [...cartLines(view), ...dueLines(view)];
  const kept = keptLines(view).length;
  if (open.length + kept === 0) return null;
  const deadlineMs = firstDeadline(open.filter(({ status }) => status === 'in-cart' || status === 'placed'));
  const pieces = open.reduce((sum, line) => sum + line.pieces, 0);
  return (
    <Button
      size="small"
      icon={open.length > 0 ? 'cart' : 'check'}
      aria-haspopup="dialog"
      data-testid="cart-key"
      onClick={() => {
        onOpen?.();
        isCartOpen.value = true;
      }}
    >
      {open.length === 0 ? (
        t('order.yourOrder')
      ) : (
        <>
          {t('order.cartKey', { count: pieces, price: price(view.cartMinor + view.dueMinor) })}{' '}
          {deadlineMs !== null && <HoldTime untilMs={deadlineMs} />}
        </>
      )}
    </Button>
  );
};
