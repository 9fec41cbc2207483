import { useSignal } from '@preact/signals';
import { Badge } from '../../design/badge.tsx';
import { IconButton } from '../../design/button.tsx';
import { Menu } from '../../design/menu.tsx';
import { Empty } from '../../design/notice.tsx';
import { t } from '../../messages/t.ts';
import { SearchField } from './search-field.tsx';
import { StockDetails } from './stock-details.tsx';
import { stockActs, type StockAct } from './stock-acts.ts';
import { StockDialog } from './stock-forms.tsx';
import { Quantity } from './quantity.tsx';
import { stockLines, type StockLine } from './stock-rows.ts';
import { useShop } from './use-shop.ts';
import './stock-board.css';

/** Why nothing can be bought right now, or how good it looks (pretix's quota states). */
const StateBadge = ({ line }: { readonly line: StockLine }) => {
  const { ledger } = useShop();
  const level = ledger.value?.levels.find(({ skuId }) => skuId === line.skuId);
  if (line.row !== null && line.row.missing > 0) {
    return (
      <Badge tone="careful" icon="careful">
        {t('shop.missing', { count: line.row.missing })}
      </Badge>
    );
  }
  const state = level?.state ?? 'gone';
  return <Badge tone={state === 'ok' ? 'plain' : 'careful'}>{t(`shop.level_${state}`)}</Badge>;
};

const keeperActs: readonly StockAct[] = ['reserve', 'release'];

const Line = ({ line, open }: { readonly line: StockLine; readonly open: (act: StockAct) => void }) => {
  const { mayKeep } = useShop();
  const isOpen = useSignal(false);
  const numbers = [
    line.row?.availableOnline ?? 0,
    line.row?.availableOnSite ?? 0,
    line.row?.reserved ?? 0,
    line.held,
    line.leased,
    line.sold,
    line.blocked,
  ];
  // Sound: the keys of a Record by its own union.
  const acts = (Object.keys(stockActs) as StockAct[]).filter((act) => mayKeep || !keeperActs.includes(act));
  return (
    <>
      <tr>
        <th scope="row">
          <span class="stock-name">
            <IconButton
              icon="chevron"
              label={t(isOpen.value ? 'shop.hideReasons' : 'shop.showReasons', { name: line.name })}
              aria-expanded={isOpen.value}
              onClick={() => (isOpen.value = !isOpen.value)}
            />
            <span class="stock-words">
              <bdi>{line.title}</bdi>
              {line.label !== '' && <bdi class="soft small">{line.label}</bdi>}
            </span>
            <StateBadge line={line} />
          </span>
        </th>
        {numbers.map((quantity, index) => (
          <td key={index} data-none={quantity === 0}>
            <Quantity quantity={quantity} line={line} />
          </td>
        ))}
        <td>
          <Menu
            label={t('shop.moreOn', { title: line.name })}
            items={acts.map((act) => ({
              label: t(stockActs[act].title),
              icon: stockActs[act].icon,
              run: () => open(act),
            }))}
          />
        </td>
      </tr>
      {isOpen.value && (
        <tr class="stock-reasons">
          <td colSpan={numbers.length + 2}>
            <StockDetails line={line} />
          </td>
        </tr>
      )}
    </>
  );
};

const columns = ['online', 'onSite', 'reserved', 'held', 'leased', 'sold', 'blocked'] as const;

/** Every variant with what is free, held, sold and set aside, live, and the reason for each number. */
export const StockBoard = () => {
  const { catalogue, ledger } = useShop();
  const search = useSignal('');
  const editing = useSignal<{ readonly line: StockLine; readonly act: StockAct } | null>(null);
  const wanted = search.value.trim().toLocaleLowerCase();
  const lines = stockLines(catalogue.value, ledger.value?.board ?? []);
  const found = lines.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  const edited = editing.value;
  if (lines.length === 0) {
    return <Empty icon="sliders" title={t('shop.noStock')} advice={t('shop.noStockAdvice')} />;
  }
  return (
    <div class="stack">
      <div class="shop-bar">
        <SearchField label={t('shop.searchStock')} text={search} />
      </div>
      {/* A wide table scrolls, and only what has the focus can be scrolled by keys. */}
      <div class="stock-scroll" tabIndex={0} role="region" aria-label={t('shop.stock')}>
        <table class="stock-table">
          <thead>
            <tr>
              <th scope="col">{t('shop.article')}</th>
              {columns.map((column) => (
                <th scope="col" key={column} title={t(`shop.${column}Hint`)}>
                  {t(`shop.${column}`)}
                </th>
              ))}
              <th scope="col">
                <span class="unseen">{t('everywhere.more')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.map((line) => (
              <Line key={line.skuId} line={line} open={(act) => (editing.value = { line, act })} />
            ))}
          </tbody>
        </table>
      </div>
      {found.length === 0 && <p class="soft">{t('shop.nothingFound')}</p>}
      {edited !== null && (
        <StockDialog line={edited.line} act={edited.act} onClose={() => (editing.value = null)} />
      )}
    </div>
  );
};
