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
const freshCommand = (): CommandId => randomIds.next() as CommandId;

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

export interface BidSample {
  /** `busy`: the server said to come back later. */
  readonly result: 'accepted' | 'too-low' | 'busy';
  readonly tookMs: number;
}

/** One bid by somebody who does not lead; the amount must be above every earlier one to be accepted. */
export async function placeBid(
  application: Application,
  bidder: number,
  amountMinor: number,
): Promise<BidSample> {
  const principal = bidders[bidder % bidders.length] ?? systemPrincipal;
  const startedMs = performance.now();
  const outcome = await application.execute({
    command: {
      type: 'place-bid',
      showId,
      lotId,
      run: 1,
      amountMinor,
      isExact: true,
      tappedAtMs: application.nowMs(),
    },
    commandId: freshCommand(),
    principal,
  });
  const tookMs = performance.now() - startedMs;
  if (outcome.outcome === 'accepted') return { result: 'accepted', tookMs };
  const { code } = outcome.rejection;
  if (code === 'bid-too-low') return { result: 'too-low', tookMs };
  if (errorTable[code].temporary) return { result: 'busy', tookMs };
  throw new Error(code);
}
