import { useEffect, useRef } from 'preact/hooks';
import type { LotView } from '#protocol/auction-views.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { Menu, type MenuItem } from '../../design/menu.tsx';
import { Empty } from '../../design/notice.tsx';
import { t } from '../../messages/t.ts';
import { beforeWhich } from './next-step.ts';
import type { SaleDialogs } from './sale-keys.ts';
import { SettlementNote } from './settlement-note.tsx';
import { useSale, type Sale } from './use-sale.ts';
import './run-sheet.css';

const itemsFor = (sale: Sale, lot: LotView, dialogs: SaleDialogs): readonly MenuItem[] => {
  const { lotId } = lot;
  const lots = sale.auction.value?.lots ?? [];
  const move = (step: 1 | -1, label: string): readonly MenuItem[] => {
    const place = beforeWhich(lots, lotId, step);
    if (place === undefined) return [];
    return [{ label, icon: 'sliders', run: () => void sale.send('auction.move-lot', { lotId, ...place }) }];
  };
  return [
    { label: t('sale.editLot'), icon: 'pencil', run: () => dialogs.editLot(lotId) },
    ...move(-1, t('sale.moveUp')),
    ...move(1, t('sale.moveDown')),
    {
      label: t('sale.removeLot'),
      icon: 'remove',
      isCareful: true,
      run: () => void sale.send('auction.remove-lot', { lotId }),
    },
  ];
};

const Row = ({ lot, dialogs }: { readonly lot: LotView; readonly dialogs: SaleDialogs }) => {
  const sale = useSale();
  const element = useRef<HTMLLIElement>(null);
  const isSelected = sale.selectedId.value === lot.lotId;
  useEffect(() => {
    if (isSelected) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  const price = lot.sale?.priceMinor ?? lot.current?.priceMinor ?? lot.startMinor;
  return (
    <li ref={element} class="run-row" data-status={lot.status} data-selected={isSelected}>
      <button
        type="button"
        class="run-pick"
        aria-pressed={isSelected}
        onClick={() => (sale.selectedId.value = isSelected ? null : lot.lotId)}
      >
        <Icon name={lot.kind === 'hammer' ? 'megaphone' : 'clock'} sizePx={18} />
        <bdi class="run-title">{lot.title}</bdi>
        <span class="digits">{sale.money(price)}</span>
        <Badge tone={lot.status === 'open' ? 'live' : 'plain'} hasDot={lot.status === 'open'}>
          {t(`sale.status_${lot.status}`)}
        </Badge>
      </button>
      {lot.status === 'queued' && sale.mayDirect && (
        <Menu label={t('sale.moreOn', { title: lot.title })} items={itemsFor(sale, lot, dialogs)} />
      )}
      {isSelected && lot.status !== 'queued' && lot.status !== 'open' && <SettlementNote lot={lot} />}
    </li>
  );
};

/** All lots in the order they come up; those that ended stay where they were. */
export const RunSheet = ({ dialogs }: { readonly dialogs: SaleDialogs }) => {
  const sale = useSale();
  const lots = sale.auction.value?.lots ?? [];
  return (
    <section class="run-sheet" aria-label={t('sale.runSheet')}>
      <div class="section-head">
        <h2>{t('sale.runSheet')}</h2>
        {sale.mayDirect && (
          <Button size="small" icon="plus" onClick={dialogs.addLot}>
            {t('sale.addLot')}
          </Button>
        )}
      </div>
      {lots.length === 0 ? (
        <Empty icon="megaphone" title={t('sale.noLots')} advice={t('sale.noLotsAdvice')} />
      ) : (
        <ol class="run-list">
          {lots.map((lot) => (
            <Row key={lot.lotId} lot={lot} dialogs={dialogs} />
          ))}
        </ol>
      )}
    </section>
  );
};
