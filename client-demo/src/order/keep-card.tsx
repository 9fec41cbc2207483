import type { Signal } from '@preact/signals';
import { t } from '../messages/t.ts';

/** The buyer's consent that his card is kept and charged for wins; never given beforehand. */
export const KeepCard = ({ checked }: { readonly checked: Signal<boolean> }) => (
  <label class="checkout-keep">
    <input
      type="checkbox"
      checked={checked.value}
      data-testid="keep-card"
      onChange={({ currentTarget }) => (checked.value = currentTarget.checked)}
    />
    <span>
      <b>{t('order.keepCard')}</b>
      <small class="soft">{t('order.keepCardHint')}</small>
    </span>
  </label>
);
