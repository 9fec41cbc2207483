import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { OrderView } from '#protocol/order-views.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { Skeleton } from '../design/notice.tsx';
import { Refused } from '../design/refused.tsx';
import { Segmented } from '../design/segmented.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import type { CallError } from '../live/outcome.ts';
import { t } from '../messages/t.ts';
import { ContactForm } from '../pages/account/contact-form.tsx';
import { useAccount, type Account } from '../pages/account/use-account.ts';
import { useBuying } from './buying.ts';
import { isShippingPaid, pageToPayOn, totalFor } from './cart.ts';
import { consentOf, mayKeep } from './consent.ts';
import { KeepCard } from './keep-card.tsx';
import '../pages/account/account.css';
import './checkout.css';

type Delivery = 'pick-up' | 'parcel';
type Method = 'stall' | 'stripe';

const methodKeys = { stall: 'order.methodStall', stripe: 'order.methodStripe' } as const;

/** Who buys: in one line where it is known, else the form. A parcel needs name and address. */
const Who = ({ account, needsAddress }: { readonly account: Account; readonly needsAddress: boolean }) => {
  const isEditing = useSignal(false);
  const state = account.contact.state.value;
  const known = account.latest.value;
  if (known === undefined) {
    if (state.status === 'failed') return <Refused error={state.error} />;
    return (
      <div role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
        <Skeleton height="3rem" />
      </div>
    );
  }
  const isMissing = needsAddress && (known.name === null || known.address === null);
  const line = [known.name, known.email, ...(known.address?.lines ?? []), known.address?.town]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(', ');
  if (isEditing.value || isMissing) return <ContactForm account={account} known={known} />;
  return (
    <div class="checkout-who">
      <span dir="auto">{line === '' ? t('order.whoNobody') : line}</span>
      <Button size="small" icon="pencil" onClick={() => (isEditing.value = true)}>
        {t('order.whoChange')}
      </Button>
    </div>
  );
};

/** The buyer pays on the provider's page: goes there as soon as the shop has its address. */
const useRedirect = (order: OrderView, isWaiting: boolean): void => {
  const url = pageToPayOn(order);
  useEffect(() => {
    if (isWaiting && url !== null) location.assign(url);
  }, [isWaiting, url]);
};

interface CheckoutProps {
  readonly order: OrderView;
  readonly onDone: () => void;
  readonly onBack: () => void;
}

const Sums = ({ order, delivery, total }: { order: OrderView; delivery: Delivery; total: number }) => {
  const { money, catalogue } = useBuying();
  const shippingMinor = viewOf(catalogue.value)?.settings.shippingMinor ?? 0;
  const isShipped = delivery === 'parcel' && !isShippingPaid(order);
  return (
    <dl class="order-sums">
      {isShipped && (
        <>
          <dt>{t('order.shipping')}</dt>
          <dd class="digits">{money(shippingMinor)}</dd>
        </>
      )}
      <dt class="order-total">{t('order.total')}</dt>
      <dd class="digits order-total" data-testid="checkout-total">
        {money(total)}
      </dd>
    </dl>
  );
};

/** Orders all that is in the cart and pays all that is due: delivery, who buys, how it is paid. */
export const Checkout = ({ order, onDone, onBack }: CheckoutProps) => {
  const { commands, showId, catalogue, money, isConnected } = useBuying();
  const account = useAccount();
  const shop = viewOf(catalogue.value);
  const delivery = useSignal<Delivery>(order.delivery?.kind ?? 'pick-up');
  const method = useSignal<Method>(shop?.paymentMethods.includes('stripe') === true ? 'stripe' : 'stall');
  const keepsCard = useSignal(false);
  const isBusy = useSignal(false);
  const isWaiting = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  /** What the shop says is due, where it disagreed with what stood here. */
  const saidMinor = useSignal<number | null>(null);
  useRedirect(order, isWaiting.value);
  const ships = shop?.settings.shipsParcels === true;
  const known = account.latest.value;
  const isMissing = useComputed(
    () =>
      delivery.value === 'parcel' && (known === undefined || known.name === null || known.address === null),
  );
  const total = saidMinor.value ?? totalFor(order, delivery.value, shop?.settings.shippingMinor ?? 0);
  const checkOut = async () => {
    isBusy.value = true;
    const own = { showId, ownOrderId: order.orderId };
    const paid = { method: method.value, ...consentOf(method.value, keepsCard.value) };
    const fields = { ...own, ...paid, delivery: delivery.value, seenTotalMinor: total };
    const outcome = await commands.send('order.check-out', fields);
    isBusy.value = false;
    refusal.value = outcome.ok ? null : outcome.error;
    const now = outcome.ok ? undefined : outcome.error.details?.['totalMinor'];
    saidMinor.value = typeof now === 'number' ? now : null;
    if (!outcome.ok) return;
    if (method.value === 'stall') onDone();
    else isWaiting.value = true;
  };
  return (
    <div class="stack checkout">
      {ships && (
        <Segmented
          label={t('order.delivery')}
          value={delivery.value}
          options={[
            { value: 'pick-up', label: t('order.pickUp') },
            { value: 'parcel', label: t('order.parcel') },
          ]}
          onSelect={(wanted) => {
            delivery.value = wanted;
            saidMinor.value = null;
          }}
        />
      )}
      <section class="stack" aria-label={t('order.who')}>
        <h3>{t('order.who')}</h3>
        <Who account={account} needsAddress={delivery.value === 'parcel'} />
      </section>
      <fieldset class="checkout-methods">
        <legend>{t('order.method')}</legend>
        {(shop?.paymentMethods ?? ['stall']).map((option) => (
          <label key={option}>
            <input
              type="radio"
              name="method"
              checked={method.value === option}
              onChange={() => (method.value = option)}
            />
            <span>
              <b>{t(methodKeys[option])}</b>
              <small class="soft">{t(option === 'stall' ? 'order.stallHint' : 'order.stripeHint')}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {mayKeep(method.value) && <KeepCard checked={keepsCard} />}
      <Sums order={order} delivery={delivery.value} total={total} />
      <Refused error={refusal.value} />
      {isWaiting.value ? (
        <p role="status" class="checkout-waiting">
          <Icon name="hourglass" /> {t('order.openingPayment')}
        </p>
      ) : (
        <div class="checkout-acts">
          <Button onClick={onBack}>{t('everywhere.back')}</Button>
          <Button
            tone="act"
            wide
            busy={isBusy.value}
            disabled={isMissing.value || !isConnected.value}
            data-testid="check-out"
            onClick={() => void checkOut()}
          >
            {t(method.value === 'stall' ? 'order.orderFor' : 'order.payNow', { price: money(total) })}
          </Button>
        </div>
      )}
    </div>
  );
};
