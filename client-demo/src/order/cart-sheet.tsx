import { useSignal } from '@preact/signals';
import type { OrderView } from '#protocol/order-views.ts';
import { Button, ButtonLink } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Empty, ErrorState, Skeleton } from '../design/notice.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import { errorText } from '../messages/error-text.ts';
import { t } from '../messages/t.ts';
import { useBuying } from './buying.ts';
import {
  cartLines,
  dueLines,
  hasOtherWay,
  isBeingSettled,
  isPaidAtStall,
  keptLines,
  pageToPayOn,
} from './cart.ts';
import { Checkout } from './checkout.tsx';
import { CancelLine, LineStepper } from './line-acts.tsx';
import { OrderLines } from './order-lines.tsx';
import { OrderSums } from './order-sums.tsx';
import { PaymentState } from './payment-state.tsx';
import { PickUp } from './pick-up.tsx';
import './checkout.css';

type Step = 'cart' | 'checkout' | 'done';

/** What whoever opens it came for: to order what is taken, to pay what is won, or to see how it stands. */
const firstStep = (order: OrderView): Step => {
  if (cartLines(order).length > 0) return 'cart';
  const isOnItsWay = isPaidAtStall(order) || isBeingSettled(order) || pageToPayOn(order) !== null;
  if (dueLines(order).length > 0) return isOnItsWay ? 'done' : 'cart';
  return keptLines(order).length > 0 ? 'done' : 'cart';
};

interface PartProps {
  readonly order: OrderView;
  readonly goTo: (step: Step) => void;
}

const Cart = ({ order, goTo }: PartProps) => {
  const { money, commands } = useBuying();
  const taken = cartLines(order);
  const due = dueLines(order);
  if (taken.length + due.length === 0) {
    return <Empty icon="cart" title={t('order.empty')} advice={t('order.emptyAdvice')} />;
  }
  return (
    <div class="stack">
      {taken.some(({ status }) => status === 'lapsed') && <p class="soft small">{t('order.lapsedHint')}</p>}
      {taken.length > 0 && (
        <OrderLines lines={taken} money={money} acts={(line) => <LineStepper line={line} />} />
      )}
      {due.length > 0 && (
        <>
          <h3>{t('order.wonAndOrdered')}</h3>
          <OrderLines
            lines={due}
            money={money}
            acts={(line) => <CancelLine line={line} orderId={order.orderId} commands={commands} />}
          />
        </>
      )}
      {taken.length > 0 && due.length > 0 && <p class="soft small">{t('order.combined')}</p>}
      <dl class="order-sums">
        <dt class="order-total">{t('order.total')}</dt>
        <dd class="digits order-total">{money(order.cartMinor + order.dueMinor)}</dd>
      </dl>
      <Button tone="act" size="big" wide data-testid="to-checkout" onClick={() => goTo('checkout')}>
        {t('order.toCheckout')}
      </Button>
    </div>
  );
};

const Done = ({ order, goTo }: PartProps) => {
  const { money, catalogue, commands } = useBuying();
  const shown = order.lines.filter(({ status }) => status !== 'in-cart' && status !== 'lapsed');
  const shop = viewOf(catalogue.value);
  const place = shop?.settings.pickUpText ?? '';
  const mayChoose = !isPaidAtStall(order) || hasOtherWay(shop);
  return (
    <div class="stack">
      <PaymentState order={order} money={money} />
      {order.pickUpCode !== null && order.delivery?.kind !== 'parcel' && (
        <PickUp code={order.pickUpCode} place={place} />
      )}
      <OrderLines
        lines={shown}
        money={money}
        acts={(line) => <CancelLine line={line} orderId={order.orderId} commands={commands} />}
      />
      <OrderSums order={order} money={money} />
      {dueLines(order).length > 0 && !isBeingSettled(order) && mayChoose && (
        <Button onClick={() => goTo('checkout')}>{t('order.payOtherwise')}</Button>
      )}
      <ButtonLink href={`/orders/${order.orderId}`} icon="check">
        {t('order.toOrder')}
      </ButtonLink>
    </div>
  );
};

const titles = { cart: 'order.cart', checkout: 'order.checkout', done: 'order.yourOrder' } as const;

const Steps = ({ order, onClose }: { readonly order: OrderView; readonly onClose: () => void }) => {
  const chosen = useSignal<Step | null>(null);
  const first = useSignal<Step>(firstStep(order));
  const isAllPaid = cartLines(order).length + dueLines(order).length === 0 && keptLines(order).length > 0;
  const step = isAllPaid ? 'done' : (chosen.value ?? first.value);
  const goTo = (next: Step) => (chosen.value = next);
  return (
    <Dialog title={t(titles[step])} onClose={onClose}>
      {step === 'cart' && <Cart order={order} goTo={goTo} />}
      {step === 'checkout' && (
        <Checkout order={order} onDone={() => goTo('done')} onBack={() => goTo('cart')} />
      )}
      {step === 'done' && <Done order={order} goTo={goTo} />}
    </Dialog>
  );
};

/** Cart, checkout and what became of it: one order for everything that one buys and wins in a show. */
export const CartSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { order } = useBuying();
  const follow = order.value;
  if (follow.status === 'ready') return <Steps order={follow.view} onClose={onClose} />;
  return (
    <Dialog title={t('order.cart')} onClose={onClose}>
      {follow.status === 'refused' ? (
        <ErrorState title={t('order.loadFailed')} advice={errorText(follow.error)} />
      ) : (
        <div class="stack" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
          <Skeleton height="4rem" />
          <Skeleton height="4rem" />
        </div>
      )}
    </Dialog>
  );
};
