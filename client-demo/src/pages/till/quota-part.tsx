import { useSignal } from '@preact/signals';
import type { ErrorCode } from '#protocol/errors.ts';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { errorText } from '../../messages/error-text.ts';
import { formatCount } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { titleOf } from './basket.ts';
import { leftOf, proposal } from './quota.ts';
import { OfflineReady } from './offline-ready.tsx';
import { articlesOf, type Article } from './scan.ts';
import { isTakingQuota } from './till-book.ts';
import { useTill } from './use-till.ts';
import './quota-part.css';

const stallPlaceId = 'place-stall';

/** In divisions: free at the stall, what this till has included. null: not known, there is no line. */
const useFree = () => {
  const { ledger, book } = useTill();
  const { quota } = book.value;
  const board = ledger.value?.board;
  return (skuId: string): number | null => {
    if (board === undefined) return null;
    const row = board.find((one) => one.skuId === skuId);
    const free = row?.places.find(({ placeId }) => placeId === stallPlaceId)?.free ?? 0;
    return Math.max(0, free) + (quota === null ? 0 : leftOf(quota, skuId));
  };
};

const Row = ({
  article,
  wanted,
  onWant,
}: {
  readonly article: Article;
  readonly wanted: number;
  readonly onWant: (quantity: number) => void;
}) => {
  const { book } = useTill();
  const free = useFree()(article.sku.skuId);
  const { quota } = book.value;
  const { unit, skuId } = article.sku;
  const taken = quota?.lines.find((line) => line.skuId === skuId)?.quantity ?? 0;
  const name = titleOf(article);
  const step = unit.leastQuantity;
  const bounded = (next: number) => onWant(Math.max(0, Math.min(next, free ?? wanted)));
  return (
    <li class="quota-row">
      <span class="quota-title">
        <bdi>{name}</bdi>
        <span class="soft small digits">
          {taken > 0 && quota !== null
            ? t('till.quotaLeft', { left: formatCount(leftOf(quota, skuId)), count: formatCount(taken) })
            : free !== null && t('till.quotaFree', { count: formatCount(free) })}
          {unit.divisions > 1 && ` (${unit.divisionName})`}
        </span>
      </span>
      <span class="list-quantity">
        <button
          type="button"
          class="till-key"
          aria-label={t('till.less', { name })}
          onClick={() => bounded(wanted - step)}
        >
          −
        </button>
        <input
          class="input digits"
          inputMode="numeric"
          aria-label={t('till.quantityOf', { name })}
          value={wanted}
          onChange={(event) => bounded(Number(event.currentTarget.value.replace(/\D/g, '')))}
        />
        <button
          type="button"
          class="till-key"
          aria-label={t('till.more', { name })}
          onClick={() => bounded(wanted + step)}
        >
          +
        </button>
      </span>
    </li>
  );
};

/** What the till keeps for itself for when the line drops: one tap takes the proposal. */
export const QuotaPart = () => {
  const { catalogue, book, line, wish } = useTill();
  const articles = articlesOf(catalogue.value);
  const free = useFree();
  const draft = useSignal<ReadonlyMap<string, number>>(
    new Map(book.peek().wishes.map(({ skuId, quantity }) => [skuId, quantity])),
  );
  const isOn = line.value.status === 'on';
  const take = (wanted: ReadonlyMap<string, number>) => {
    draft.value = wanted;
    const lines = [...wanted].map(([skuId, quantity]) => ({ skuId, quantity }));
    void wish(lines.filter(({ quantity }) => quantity > 0));
  };
  const propose = () =>
    take(
      new Map(articles.map(({ sku }) => [sku.skuId, proposal(free(sku.skuId) ?? 0, sku.unit.leastQuantity)])),
    );
  const { quota, quotaRefusal } = book.value;
  return (
    <section class="quota" aria-labelledby="quota-title" data-quota={quota === null ? 'none' : 'held'}>
      <h2 id="quota-title">{t('till.quotaTitle')}</h2>
      <p class="soft">{t('till.quotaAbout')}</p>
      <OfflineReady />
      {quota === null && (
        <p class="till-note" role="status">
          <Icon name={isTakingQuota(book.value) ? 'hourglass' : 'careful'} />
          {isTakingQuota(book.value) ? t('till.quotaWaits') : t('till.quotaNone')}
        </p>
      )}
      {quotaRefusal !== null && (
        <p class="till-note" role="alert">
          <Icon name="careful" />
          {/* The code came from the server's table. */}
          {errorText({ code: quotaRefusal as ErrorCode })}
        </p>
      )}
      {isOn ? (
        <div class="quota-acts">
          <Button tone={quota === null ? 'act' : 'plain'} size="big" onClick={propose}>
            {t('till.quotaProposal')}
          </Button>
          <Button tone={quota === null ? 'plain' : 'act'} size="big" onClick={() => take(draft.value)}>
            {t('till.quotaTake')}
          </Button>
          {quota !== null && (
            <Button tone="quiet" onClick={() => take(new Map())}>
              {t('till.quotaReturn')}
            </Button>
          )}
        </div>
      ) : (
        <p role="status">{t('till.needsLine')}</p>
      )}
      <ul role="list" class="quota-rows">
        {articles.map((article) => (
          <Row
            key={article.sku.skuId}
            article={article}
            wanted={draft.value.get(article.sku.skuId) ?? 0}
            onWant={(quantity) => (draft.value = new Map(draft.value).set(article.sku.skuId, quantity))}
          />
        ))}
      </ul>
    </section>
  );
};
