import { decideCatalogue, type CatalogueCommand, type CatalogueState } from '#domain/catalogue/catalogue.ts';
import type { LedgerState } from '#domain/ledger/ledger.ts';
import { initialShowState } from '#domain/show/show.ts';
import { authorise } from '../authorise.ts';
import type { CommandHandler } from '../command-handler.ts';
import { shopStreamId } from '../streams.ts';
import type { CommerceDeps } from './commerce-deps.ts';
import { catalogueStream, ledgerStream } from './commerce-streams.ts';

/** Commands on the catalogue. The ledger is read along, so that no place is taken away under the stock that lies there. */
export const catalogueCommands = ({
  shopId,
}: CommerceDeps): CommandHandler<CatalogueCommand, [CatalogueState, LedgerState]> => ({
  streamsOf: () => [catalogueStream(shopId), ledgerStream(shopId)],
  decide: (command, [catalogue, ledger], { nowMs, principal }) => {
    const rejection = authorise(principal, `catalogue.${command.type}`, { show: initialShowState });
    if (rejection) return { outcome: 'rejected', rejection };
    const placesInUse = ledger.pools.filter(({ capacity }) => capacity > 0).map(({ placeId }) => placeId);
    const context = { nowMs, actor: principal.personId, briefing: { placesInUse } };
    const decision = decideCatalogue(command, catalogue, context);
    if (decision.outcome === 'rejected') return decision;
    const streamId = shopStreamId(shopId, 'catalogue');
    return { outcome: 'accepted', events: decision.events.map((event) => ({ streamId, event })) };
  },
});
