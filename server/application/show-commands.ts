import type { ShopId, ShowId } from '#domain/ids.ts';
import {
  decideShow,
  evolveShow,
  initialShowState,
  type ShowCommand,
  type ShowEvent,
  type ShowState,
} from '#domain/show/show.ts';
import { authorise } from './authorise.ts';
import type { CommandHandler, StreamKind, StreamRef } from './command-handler.ts';
import { showStreamId } from './streams.ts';

const showKind: StreamKind<ShowState, ShowEvent> = {
  initial: initialShowState,
  snapshotSchemaVersion: 1,
  evolve: evolveShow,
};

/** The stream of one show. */
export const showStream = (shopId: ShopId, showId: ShowId): StreamRef<ShowState, ShowEvent> => ({
  streamId: showStreamId(shopId, showId),
  kind: showKind,
});

/** Commands on one show: authorised and decided on the same state, so a right lost a moment ago is lost. */
export const showCommands = (shopId: ShopId): CommandHandler<ShowCommand, [ShowState], undefined> => ({
  streamsOf: ({ showId }) => [showStream(shopId, showId)],
  decide: (command, [show], { nowMs, principal }) => {
    const sourceId = 'sourceId' in command ? command.sourceId : undefined;
    const rejection = authorise(principal, `show.${command.type}`, { show, sourceId });
    if (rejection) return { outcome: 'rejected', rejection };
    const decision = decideShow(command, show, { nowMs, actor: principal.personId });
    if (decision.outcome === 'rejected') return decision;
    const streamId = showStreamId(shopId, command.showId);
    return { outcome: 'accepted', events: decision.events.map((event) => ({ streamId, event })) };
  },
});
