import { skuById, type CatalogueState } from '#domain/catalogue/catalogue.ts';
import { decideLedger, type Awaiting, type LedgerCommand, type LedgerState } from '#domain/ledger/ledger.ts';
import { initialShowState } from '#domain/show/show.ts';
import { authorise } from '../authorise.ts';
import type { CommandHandler } from '../command-handler.ts';
import { authoriseInternal, isInternal } from '../internal-commands.ts';
import type { Principal } from '../principal.ts';
import { shopStreamId } from '../streams.ts';
import { awaitingIn } from './awaiting.ts';
import type { CommerceDeps } from './commerce-deps.ts';
import { catalogueStream, ledgerStream } from './commerce-streams.ts';

/** Commands of who keeps the stock; the catalogue says which SKUs and places there are, and how much is set aside. */
export const ledgerCommands = ({
  shopId,
  orders,
}: CommerceDeps): CommandHandler<LedgerCommand, [LedgerState, CatalogueState], readonly Awaiting[]> => ({
  streamsOf: () => [ledgerStream(shopId), catalogueStream(shopId)],
  brief: async (command) =>
    command.type === 'correct-stock' && command.isWithPaid === true
      ? awaitingIn(orders, command.skuId, command.placeId)
      : [],
  decide: (command, [ledger, catalogue], { nowMs, principal, briefing: awaiting }) => {
    const rejection = mayNot(command, principal);
    if (rejection) return { outcome: 'rejected', rejection };
    const { onSiteReservePercent } = catalogue.settings;
    const briefing = { onSiteReservePercent, isKnown: isKnown(command, catalogue), awaiting };
    const decision = decideLedger(command, ledger, { nowMs, actor: principal.personId, briefing });
    if (decision.outcome === 'rejected') return decision;
    const streamId = shopStreamId(shopId, 'ledger');
    return { outcome: 'accepted', events: decision.events.map((event) => ({ streamId, event })) };
  },
});

function mayNot(command: LedgerCommand, principal: Principal) {
  const method = `ledger.${command.type}` as const;
  if (isInternal(method)) return authoriseInternal(principal);
  return authorise(principal, method, { show: initialShowState });
}

/** Everything that a command names; what comes in or goes somewhere needs a place that the shop has. */
function isKnown(command: LedgerCommand, catalogue: CatalogueState): boolean {
  if (command.skuId !== null && skuById(catalogue, command.skuId) === undefined) return false;
  const places = catalogue.settings.places.map(({ placeId }) => placeId);
  if ('toPlaceId' in command) return places.includes(command.toPlaceId);
  return !('placeId' in command) || places.includes(command.placeId);
}
