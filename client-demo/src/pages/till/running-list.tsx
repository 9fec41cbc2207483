import type { Signal } from '@preact/signals';
import { Button, IconButton } from '../../design/button.tsx';
import { t } from '../../messages/t.ts';
import { amountOf, titleOf, totalOf, withQuantity, type Basket, type BasketLine } from './basket.ts';
import { useTill } from './use-till.ts';
import './running-list.css';

const Line = ({ line, basket }: { readonly line: BasketLine; readonly basket: Signal<Basket> }) => {
  const { money, available } = useTill();
  const { article, quantity } = line;
  const { unit } = article.sku;
  const name = titleOf(article);
  const set = (next: number) => (basket.value = withQuantity(basket.value, article, next));
  const step = unit.divisions === 1 ? Math.max(1, unit.leastQuantity) : unit.leastQuantity;
  const inStock = available(article.sku.skuId);
  return (
    <li class="list-line">
      <span class="list-title">
        <bdi>{name}</bdi>
        {unit.divisions > 1 && (
          <span class="soft small">{t('till.quantityIn', { unit: unit.divisionName })}</span>
        )}
        {inStock !== null && quantity > inStock && <span class="list-over">{t('till.overStock')}</span>}
      </span>
      <b class="digits">{money(amountOf(line))}</b>
      <span class="list-quantity">
        <button
          type="button"
          class="till-key"
          aria-label={t(quantity <= step ? 'till.remove' : 'till.less', { name })}
          onClick={() => set(quantity - step)}
        >
          −
        </button>
        <input
          class="input digits"
          inputMode="numeric"
          aria-label={t('till.quantityOf', { name })}
          value={quantity}
          onChange={(event) => set(Number(event.currentTarget.value.replace(/\D/g, '')))}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button
          type="button"
          class="till-key"
          aria-label={t('till.more', { name })}
          onClick={() => set(quantity + step)}
        >
          +
        </button>
        <IconButton icon="remove" label={t('till.remove', { name })} onClick={() => set(0)} />
      </span>
    </li>
  );
};

/** What the customer buys, and the way to the money. */
export const RunningList = ({
  basket,
  onPay,
}: {
  readonly basket: Signal<Basket>;
  readonly onPay: (method: 'cash' | 'terminal') => void;
}) => {
  const { money, line, available } = useTill();
  const isEmpty = basket.value.length === 0;
  // Without a line it is certain that the quota is all there is: better said before the money is taken than after.
  const isTooMuch =
    line.value.status === 'off' &&
    basket.value.some(({ article, quantity }) => quantity > (available(article.sku.skuId) ?? 0));
  const mayPay = !isEmpty && !isTooMuch;
  return (
    <section class="running-list" aria-label={t('till.list')}>
      {isEmpty ? (
        <p class="soft list-empty">{t('till.listEmpty')}</p>
      ) : (
        <ul role="list" class="list-lines">
          {basket.value.map((line) => (
            <Line key={line.article.sku.skuId} line={line} basket={basket} />
          ))}
        </ul>
      )}
      <div class="list-foot">
        <p class="list-total" aria-live="polite">
          <span>{t('till.total')}</span>
          <b class="digits">{money(totalOf(basket.value))}</b>
        </p>
        <div class="pay-keys">
          <Button tone="act" size="big" disabled={!mayPay} onClick={() => onPay('cash')}>
            {t('till.cash')}
          </Button>
          <Button tone="act" size="big" disabled={!mayPay} onClick={() => onPay('terminal')}>
            {t('till.terminal')}
          </Button>
        </div>
        <Button tone="quiet" disabled={isEmpty} onClick={() => (basket.value = [])}>
          {t('till.clearList')}
        </Button>
      </div>
    </section>
  );
};
