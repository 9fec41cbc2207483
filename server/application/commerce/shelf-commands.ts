import { skuById, type CatalogueState } from '#domain/catalogue/catalogue.ts';
import type { Rejection } from '#domain/decision.ts';
import { decideShelf, type ShelfCommand, type ShelfState } from '#domain/shelf/shelf.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import { authorise } from '../authorise.ts';
import type { CommandHandler } from '../command-handler.ts';
import { authoriseInternal, isInternal } from '../internal-commands.ts';
import type { Principal } from '../principal.ts';
import { showStream } from '../show-commands.ts';
import { shelfStreamId } from '../streams.ts';
import type { CommerceDeps } from './commerce-deps.ts';
import { catalogueStream, shelfStream } from './commerce-streams.ts';

/** Commands of the host on what a show sells at fixed prices; an offer names what the catalogue has on sale. */
export const shelfCommands = ({
  shopId,
}: CommerceDeps): CommandHandler<ShelfCommand, [ShelfState, ShowState, CatalogueState]> => ({
  streamsOf: ({ showId }) => [
    shelfStream(shopId, showId),
    showStream(shopId, showId),
    catalogueStream(shopId),
  ],
  decide: (command, [shelf, show, catalogue], { nowMs, principal }) => {
    const rejection =
      mayNot(command, principal, show) ??
      overShow(command, show) ??
      unknownGoods(command, catalogue) ??
      tooEarly(command, nowMs);
    if (rejection) return { outcome: 'rejected', rejection };
    const decision = decideShelf(command, shelf, { nowMs, actor: principal.personId });
    if (decision.outcome === 'rejected') return decision;
    const streamId = shelfStreamId(shopId, command.showId);
    return { outcome: 'accepted', events: decision.events.map((event) => ({ streamId, event })) };
  },
});

function mayNot(command: ShelfCommand, principal: Principal, show: ShowState) {
  const method = `shelf.${command.type}` as const;
  return isInternal(method) ? authoriseInternal(principal) : authorise(principal, method, { show });
}

/** Nothing opens for buyers of a show that is over. */
const overShow = ({ type }: ShelfCommand, { status }: ShowState): Rejection<ErrorCode> | undefined =>
  type === 'open-offer' && (status === 'ended' || status === 'archived')
    ? { code: 'show-wrong-status', details: { status } }
    : undefined;

/** Only what is on sale, in quantities that its unit is sold in. */
function unknownGoods(command: ShelfCommand, catalogue: CatalogueState): Rejection<ErrorCode> | undefined {
  if (command.type !== 'add-offer' && command.type !== 'edit-offer') return undefined;
  for (const { productId, skuId, quantity } of command.terms.items) {
    const found = skuById(catalogue, skuId);
    if (found?.product.productId !== productId || found.product.isArchived || found.sku.isArchived)
      return { code: 'sku-not-found', details: { skuId } };
    if (quantity % found.sku.unit.leastQuantity !== 0)
      return { code: 'quantity-invalid', details: { skuId } };
  }
  return undefined;
}

/** A clock that was set back between the timer and the decision: for the moment only, so that the timer stays armed. */
const tooEarly = (command: ShelfCommand, nowMs: number): Rejection<ErrorCode> | undefined =>
  command.type === 'end-offer-by-clock' && nowMs < command.endsAtMs ? { code: 'conflict' } : undefined;
