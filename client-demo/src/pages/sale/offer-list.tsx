import { useSignal } from '@preact/signals';
import type { OfferView } from '#protocol/shelf-views.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Countdown } from '../../design/countdown.tsx';
import { Menu, type MenuItem } from '../../design/menu.tsx';
import { Empty } from '../../design/notice.tsx';
import { t } from '../../messages/t.ts';
import { OfferDialog } from './offer-form.tsx';
import { useSale, type Sale } from './use-sale.ts';
import './offer-list.css';

const itemsFor = (sale: Sale, offer: OfferView, isPinned: boolean, edit: () => void): readonly MenuItem[] => {
  const { offerId, status, taken = 0 } = offer;
  return [
    {
      label: t(isPinned ? 'sale.unpinOffer' : 'sale.pinOffer'),
      icon: 'pin',
      run: () => void sale.send('shelf.pin-offer', { offerId: isPinned ? null : offerId }),
    },
    { label: t('sale.editOffer'), icon: 'pencil', run: edit },
    ...(status !== 'open' && taken === 0
      ? [
          {
            label: t('sale.removeOffer'),
            icon: 'remove',
            isCareful: true,
            run: () => void sale.send('shelf.remove-offer', { offerId }),
          } as const,
        ]
      : []),
  ];
};

const Row = ({
  offer,
  isPinned,
  edit,
}: {
  readonly offer: OfferView;
  readonly isPinned: boolean;
  readonly edit: () => void;
}) => {
  const sale = useSale();
  const { offerId, terms, status, isSoldOut, endsAtMs, left, taken = 0 } = offer;
  // What sold out opens by itself when something comes back, until it is ended.
  const isOpen = status === 'open' || isSoldOut;
  return (
    <li class="offer-row" data-status={status}>
      <div class="offer-words">
        <bdi class="run-title">{terms.title}</bdi>
        <span class="soft">
          <span class="digits">{sale.money(terms.priceMinor)}</span> · {t(`sale.offer_${terms.kind}`)} ·{' '}
          {t('sale.taken', { count: taken })}
          {left !== null && ` · ${t('sale.left', { count: left })}`}
        </span>
        {status === 'open' && endsAtMs !== null && <Countdown untilMs={endsAtMs} nowMs={sale.nowMs} />}
        <span class="offer-signs">
          {isSoldOut && <Badge>{t('sale.soldOut')}</Badge>}
          {status === 'open' && !isSoldOut && (
            <Badge tone="live" hasDot>
              {t('sale.open')}
            </Badge>
          )}
          {isPinned && (
            <Badge tone="act" icon="pin">
              {t('sale.pinned')}
            </Badge>
          )}
        </span>
      </div>
      {sale.mayDirect && (
        <>
          <Button
            size="small"
            tone={isOpen ? 'plain' : 'act'}
            icon={isOpen ? 'stop' : 'play'}
            onClick={() => void sale.send(isOpen ? 'shelf.end-offer' : 'shelf.open-offer', { offerId })}
          >
            {t(isOpen ? 'sale.endOffer' : 'sale.openOffer')}
          </Button>
          <Menu
            label={t('sale.moreOn', { title: terms.title })}
            items={itemsFor(sale, offer, isPinned, edit)}
          />
        </>
      )}
    </li>
  );
};

/** What the show sells at fixed prices: opened, ended and held up from here. */
export const OfferList = () => {
  const sale = useSale();
  const editing = useSignal<OfferView | 'new' | null>(null);
  const { offers = [], pinnedOfferId = null } = sale.shelf.value ?? {};
  const edited = editing.value;
  return (
    <section class="offers" aria-label={t('sale.offers')}>
      <div class="section-head">
        <h2>{t('sale.offers')}</h2>
        {sale.mayDirect && (
          <Button size="small" icon="plus" onClick={() => (editing.value = 'new')}>
            {t('sale.addOffer')}
          </Button>
        )}
      </div>
      {offers.length === 0 ? (
        <Empty icon="pin" title={t('sale.noOffers')} advice={t('sale.noOffersAdvice')} />
      ) : (
        <ul class="offer-list">
          {offers.map((offer) => (
            <Row
              key={offer.offerId}
              offer={offer}
              isPinned={offer.offerId === pinnedOfferId}
              edit={() => (editing.value = offer)}
            />
          ))}
        </ul>
      )}
      {edited !== null && (
        <OfferDialog offer={edited === 'new' ? null : edited} onClose={() => (editing.value = null)} />
      )}
    </section>
  );
};
