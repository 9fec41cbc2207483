import { useSignal } from '@preact/signals';
import type { AuctionView, LotView } from '#protocol/auction-views.ts';
import { Dialog } from '../design/dialog.tsx';
import { Empty } from '../design/notice.tsx';
import { ProductPicture } from '../design/product-picture.tsx';
import { Tabs } from '../design/tabs.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { LotDetails } from './lot-details.tsx';
import { comingLots, endedLots } from './lot-on-stage.ts';
import { endingOf, lotFacts } from './lot-ending.ts';
import { lotPicture } from './lot-picture.ts';
import { OwnBids } from './own-bids.tsx';
import './lots-dialog.css';

interface RowProps {
  readonly lot: LotView;
  readonly onOpen: () => void;
}

const LotRow = ({ lot, onOpen }: RowProps) => {
  const { catalogue, price } = useBuying();
  const facts = lot.status === 'queued' ? lotFacts(lot).join(' · ') : endingOf(lot, price).text;
  return (
    <li>
      <button type="button" class="lot-row" onClick={onOpen}>
        <ProductPicture mediaId={lotPicture(lot, viewOf(catalogue.value))} size="small" />
        <span class="lot-row-words">
          <b dir="auto">{lot.title}</b>
          <small class="soft" dir="auto">
            {facts}
          </small>
        </span>
        {lot.status === 'queued' && <span class="digits">{price(lot.startMinor)}</span>}
      </button>
    </li>
  );
};

interface ListProps {
  readonly lots: readonly LotView[];
  readonly empty: string;
  readonly onOpen: (lotId: string) => void;
}

const LotList = ({ lots, empty, onOpen }: ListProps) =>
  lots.length === 0 ? (
    <Empty icon="hammer" title={empty} advice={t('auction.emptyAdvice')} />
  ) : (
    <ul role="list" class="lot-rows">
      {lots.map((lot) => (
        <LotRow key={lot.lotId} lot={lot} onOpen={() => onOpen(lot.lotId)} />
      ))}
    </ul>
  );

const tabs = ['lot', 'next', 'ended', 'own'] as const;

interface LotsDialogProps {
  readonly view: AuctionView;
  /** What it shows first. */
  readonly lotId: string;
  readonly onClose: () => void;
}

/** All there is to know of the auction: one lot, those to come, those that are over, and one's own bids. */
export const LotsDialog = ({ view, lotId, onClose }: LotsDialogProps) => {
  const tab = useSignal<(typeof tabs)[number]>('lot');
  const shownId = useSignal(lotId);
  const lot = view.lots.find((candidate) => candidate.lotId === shownId.value);
  const open = (nextId: string) => {
    shownId.value = nextId;
    tab.value = 'lot';
  };
  const labels = {
    lot: 'auction.tabLot',
    next: 'auction.tabNext',
    ended: 'auction.tabEnded',
    own: 'auction.tabOwn',
  } as const;
  return (
    <Dialog title={t('auction.title')} onClose={onClose}>
      <div class="lots">
        <Tabs
          label={t('auction.title')}
          value={tab.value}
          tabs={tabs.map((value) => ({ value, label: t(labels[value]) }))}
          onSelect={(value) => (tab.value = value)}
        >
          {tab.value === 'lot' &&
            (lot === undefined ? <p>{t('auction.gone')}</p> : <LotDetails view={view} lot={lot} />)}
          {tab.value === 'next' && (
            <LotList lots={comingLots(view)} empty={t('auction.noNext')} onOpen={open} />
          )}
          {tab.value === 'ended' && (
            <LotList lots={endedLots(view)} empty={t('auction.noEnded')} onOpen={open} />
          )}
          {tab.value === 'own' && <OwnBids />}
        </Tabs>
      </div>
    </Dialog>
  );
};
