import type { Application, Command } from '#application/application.ts';
import { createApplication } from '#application/create-application.ts';
import { randomIds } from '#application/id-source.ts';
import type { Bus, EventLog } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import { mainShopId } from '#application/streams.ts';
import { systemPrincipal } from '#application/system-principal.ts';
import type { CommandId, LotId, PersonId, ShowId } from '#domain/ids.ts';
import { errorTable } from '#protocol/errors.ts';
import { createMemoryPeopleStore } from '#storage/people/memory-people-store.ts';

// Brands have no maker outside the edge.
export const showId = 'show-bench-bids' as ShowId;
export const lotId = 'lot-bench-bids-01' as LotId;
/** As the page makes them: the time comes first (client-demo/src/live/fresh-id.ts). */
const freshCommand = (): CommandId =>
  (Date.now().toString(36) + randomIds.next().replaceAll('-', '').slice(0, 16)) as CommandId;

/** The whole core over a log, as a server runs it, without its sockets. */
export const openCore = (log: EventLog, bus: Bus): Promise<Application> =>
  createApplication({
    shopId: mainShopId,
    log,
    bus,
    people: createMemoryPeopleStore(),
    crew: { rolesOf: async () => [] },
    onError: (error, where) => console.error(where, error),
  });

/** A live show with one hammer lot that is open: no clock ends it while the bench runs. */
export async function openHotLot(application: Application): Promise<void> {
  const commands: readonly Command[] = [
    { type: 'create-show', showId, title: 'Bench', description: '' },
    { type: 'go-live', showId },
    {
      type: 'add-lot',
      showId,
      lotId,
      lot: {
        title: 'The hot lot',
        productId: null,
        mediaId: null,
        lines: [],
        terms: {
          kind: 'hammer',
          startMinor: 1,
          reserveMinor: null,
          durationMs: 0,
          counterBidMs: 0,
          extensionCapMs: 0,
          increments: [{ fromMinor: 0, incrementMinor: 1 }],
        },
      },
    },
    { type: 'open-lot', showId, lotId },
  ];
  for (const command of commands) {
    const outcome = await application.execute({
      command,
      commandId: freshCommand(),
      principal: systemPrincipal,
    });
    if (outcome.outcome === 'rejected') throw new Error(`${command.type}: ${outcome.rejection.code}`);
  }
}

/** Each process has a crowd of its own: nobody bids against himself on the other server. */
const bidders = Array.from({ length: 2_000 }, (_, index): Principal => ({
  sessionId: `session-bench-${process.pid}-${index}`,
  personId: `bidder-bench-${process.pid}-${index}` as PersonId,
  role: 'viewer',
  showId: null,
  isKnown: true,
}));

/** `refused`: below the price that another bid had made meanwhile. `busy`: the server said to come back later. */
export type BidResult = 'accepted' | 'refused' | 'busy';

/** A bid by somebody who does not lead. */
export async function placeBid(
  application: Application,
  bidder: number,
  amount: () => number,
): Promise<BidResult> {
  const outcome = await application.execute({
    command: {
      type: 'place-bid',
      showId,
      lotId,
      run: 1,
      get amountMinor() {
        return amount();
      },
      isExact: true,
      tappedAtMs: application.nowMs(),
    },
    commandId: freshCommand(),
    principal: bidders[bidder % bidders.length] ?? systemPrincipal,
  });
  if (outcome.outcome === 'accepted') return 'accepted';
  const { code } = outcome.rejection;
  if (code === 'bid-too-low') return 'refused';
  if (errorTable[code].temporary) return 'busy';
  throw new Error(code);
}
