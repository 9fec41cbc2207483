import type { StockRow } from '#protocol/stock-views.ts';
import { formatClock } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { Quantity } from './quantity.tsx';
import type { StockLine } from './stock-rows.ts';
import { useShop } from './use-shop.ts';

const movementKinds = [
  'received',
  'corrected',
  'moved-in',
  'moved-out',
  'blocked',
  'unblocked',
  'reserved',
  'released',
  'sold',
  'returned',
  'leased',
  'lease-returned',
] as const;

const movementText = (kind: string): string => {
  const known = movementKinds.find((one) => one === kind);
  return known === undefined ? kind : t(`shop.movement_${known}`);
};

const Holds = ({ line, row }: { readonly line: StockLine; readonly row: StockRow }) => (
  <div>
    <h2>{t('shop.holds')}</h2>
    {row.holds.length === 0 && <p class="soft">{t('shop.noHolds')}</p>}
    <ul class="reason-list">
      {row.holds.map(({ holdId, quantity, owner, deadlineMs }) => (
        <li key={holdId}>
          <Quantity quantity={quantity} line={line} />
          <span>
            {t(owner.kind === 'lot' ? 'shop.heldForLot' : 'shop.heldForOrder')}
            {deadlineMs !== null && (
              <span class="soft"> · {t('shop.until', { time: formatClock(deadlineMs) })}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  </div>
);

/** The reason for each number of a variant: where it lies, who holds it, what moved it last. */
export const StockDetails = ({ line }: { readonly line: StockLine }) => {
  const { catalogue } = useShop();
  const { row } = line;
  if (row === null) return <p class="soft">{t('shop.neverReceived')}</p>;
  const nameOf = (placeId: string | null) =>
    catalogue.value?.settings.places.find((place) => place.placeId === placeId)?.name ?? '';
  return (
    <div class="stock-details">
      <div>
        <h2>{t('shop.places')}</h2>
        <ul class="reason-list">
          {row.places.map((place) => (
            <li key={place.placeId}>
              <Quantity quantity={place.free} line={line} />
              <span>
                {t('shop.freeAt', { place: nameOf(place.placeId) })}
                <span class="soft"> · {t('shop.ofCapacity', { count: place.capacity })}</span>
              </span>
            </li>
          ))}
        </ul>
        {row.missing > 0 && (
          <p class="stock-missing">{t('shop.missingOrders', { count: row.touchedOrderIds.length })}</p>
        )}
      </div>
      <Holds line={line} row={row} />
      <div>
        <h2>{t('shop.movements')}</h2>
        <ul class="reason-list">
          {row.movements.slice(0, 8).map((movement, index) => (
            <li key={`${movement.atMs} ${index}`}>
              <Quantity quantity={movement.quantity} line={line} />
              <span>
                {movementText(movement.kind)} {nameOf(movement.placeId)}
                <span class="soft">
                  {' '}
                  · <bdi>{movement.note}</bdi> {formatClock(movement.atMs)}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
};
