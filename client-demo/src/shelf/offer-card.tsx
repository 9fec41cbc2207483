import { useSignal } from '@preact/signals';
import type { OfferView } from '#protocol/shelf-views.ts';
import { LotTimeLeft } from '../auction/lot-time.tsx';
import { Button } from '../design/button.tsx';
import { ProductPicture } from '../design/product-picture.tsx';
import { Refused } from '../design/refused.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { lineOfOffer } from '../order/cart.ts';
import { HoldTime } from '../order/hold-time.tsx';
import {
  availabilityOf,
  leftForOne,
  offerPicture,
  variantAvailability,
  variantLabel,
  type Availability,
} from './availability.ts';
import { useTake } from './take.ts';
import './offer-card.css';

/** What there is of it, in words; empty while there is enough. */
const availabilityText = (available: Availability): string => {
  switch (available.state) {
    case 'there':
      return available.pieces === null ? '' : t('shelf.few', { count: available.pieces });
    case 'held':
      return t('shelf.held');
    case 'on-site':
      return t('shelf.onSite');
    case 'gone':
      return t('shelf.gone');
  }
};

/** What it costs, and what it cost before. */
export const OfferPrice = ({ offer }: { readonly offer: OfferView }) => {
  const { price } = useBuying();
  const { priceMinor, insteadOfMinor } = offer.terms;
  return (
    <span class="offer-price digits">
      <b>{price(priceMinor)}</b>
      {insteadOfMinor !== null && (
        <s>
          <span class="unseen">{t('shelf.insteadOf')} </span>
          {price(insteadOfMinor)}
        </s>
      )}
    </span>
  );
};

interface VariantsProps {
  readonly offer: OfferView;
  readonly chosen: string | null;
  readonly onChoose: (skuId: string) => void;
}

const Variants = ({ offer, chosen, onChoose }: VariantsProps) => {
  const { catalogue, ledger } = useBuying();
  const stock = viewOf(ledger.value);
  return (
    <div class="offer-variants" role="group" aria-label={t('shelf.variants')}>
      {offer.terms.items.map((item) => {
        const isThere = stock === null || variantAvailability(offer, item, stock).state === 'there';
        const label = variantLabel(item, viewOf(catalogue.value));
        return (
          <button
            key={item.skuId}
            type="button"
            class="offer-variant"
            aria-pressed={item.skuId === chosen}
            aria-disabled={isThere ? undefined : 'true'}
            onClick={() => {
              if (isThere) onChoose(item.skuId);
            }}
          >
            <span dir="auto">{label}</span>
            {!isThere && <span class="unseen">{t('shelf.gone')}</span>}
          </button>
        );
      })}
    </div>
  );
};

/** Why it cannot be taken now; null: it can. */
const blockedOf = (offer: OfferView, available: Availability, isConnected: boolean): string | null => {
  if (offer.status === 'ended') return t(offer.isSoldOut ? 'shelf.gone' : 'shelf.ended');
  if (!isConnected) return t('auction.blockedLost');
  if (available.state !== 'there') return availabilityText(available);
  return leftForOne(offer) === 0 ? t('shelf.limitReached') : null;
};

/** Something at a fixed price: what it is, what there is of it, and one tap into the cart. */
export const OfferCard = ({ offer, isSmall = false }: { offer: OfferView; isSmall?: boolean }) => {
  const { catalogue, ledger, order, live, isConnected, isCartOpen } = useBuying();
  const { terms } = offer;
  const hasChoice = terms.isChoice && terms.items.length > 1;
  const chosen = useSignal<string | null>(null);
  const asksChoice = useSignal(false);
  const { take, isBusy, refusal } = useTake(offer);
  const stock = viewOf(ledger.value);
  const item = terms.items.find(({ skuId }) => skuId === chosen.value);
  const available: Availability =
    stock === null
      ? { state: 'there', pieces: null }
      : item === undefined
        ? availabilityOf(offer, stock)
        : variantAvailability(offer, item, stock);
  const skuId = terms.isChoice
    ? (chosen.value ?? (hasChoice ? null : (terms.items[0]?.skuId ?? null)))
    : null;
  const line = lineOfOffer(viewOf(order.value), offer.offerId, hasChoice ? chosen.value : null);
  const blocked = blockedOf(offer, available, isConnected.value);
  const onTake = () => {
    if (hasChoice && chosen.value === null) asksChoice.value = true;
    else void take(skuId);
  };
  return (
    <article class="offer" data-small={isSmall} data-state={available.state} data-testid="offer">
      <ProductPicture
        mediaId={offerPicture(offer, viewOf(catalogue.value))}
        size={isSmall ? 'small' : 'normal'}
      />
      <div class="offer-words">
        <h2 class="offer-title" dir="auto">
          {terms.title}
        </h2>
        <div class="offer-facts">
          <OfferPrice offer={offer} />
          {offer.endsAtMs !== null && offer.status === 'open' && (
            <LotTimeLeft endsAtMs={offer.endsAtMs} extendedMs={0} clock={live.clock} />
          )}
          <small class="offer-left" data-state={available.state}>
            {availabilityText(available)}
          </small>
        </div>
      </div>
      <div class="offer-acts">
        <Button
          tone="act"
          busy={isBusy.value}
          disabled={blocked !== null}
          data-testid="take"
          onClick={onTake}
        >
          {blocked ?? (line === undefined ? t('shelf.take') : t('shelf.takeMore'))}
        </Button>
        {line !== undefined && (
          <button type="button" class="offer-in-cart" onClick={() => (isCartOpen.value = true)}>
            {t('shelf.inCart', { count: line.pieces })}{' '}
            {line.deadlineMs !== null && line.status === 'in-cart' && <HoldTime untilMs={line.deadlineMs} />}
          </button>
        )}
      </div>
      <div class="offer-more">
        {hasChoice && (!isSmall || asksChoice.value) && (
          <Variants
            offer={offer}
            chosen={chosen.value}
            onChoose={(wanted) => {
              chosen.value = wanted;
              asksChoice.value = false;
              refusal.value = null;
            }}
          />
        )}
        {asksChoice.value && (
          <p class="offer-hint" role="status">
            {t('shelf.chooseFirst')}
          </p>
        )}
        <Refused error={refusal.value} />
        {terms.claim === 'on-payment' && offer.status === 'open' && (
          <small class="soft">{t('shelf.firstPaid')}</small>
        )}
      </div>
    </article>
  );
};
