import {
  closeGraceMs,
  rehearsedLotIds,
  type AuctionEvent,
  type AuctionState,
  type Lot,
} from '#domain/auction/auction.ts';
import type { LotId, ShowId } from '#domain/ids.ts';
import type { ShowEvent, ShowState } from '#domain/show/show.ts';
import type { Application } from '../application.ts';
import { consequenceId, type Policy } from '../policy.ts';
import type { FeedEntry } from '../ports.ts';
import { auctionShowIdOf, showIdOf } from '../streams.ts';
import { systemPrincipal } from '../system-principal.ts';
import { Timers, type Timer } from '../timers.ts';

export interface AuctionTimersDeps {
  readonly application: Pick<Application, 'nowMs' | 'execute' | 'startPolicy' | 'readShowList'>;
  readonly readAuction: (showId: ShowId) => Promise<AuctionState>;
  readonly onError: (error: unknown, where: string) => void;
}

/**
 * Ends timed lots and second chances when their time is over, on every server that hears of them; all but the first are
 * refused. Also clears away what a rehearsal did. Resolves once it hears of everything that is set; what stands already
 * is armed in the background. The caller wakes and closes the timers.
 */
export async function keepAuctionTimers(deps: AuctionTimersDeps): Promise<Timers> {
  const { application, onError } = deps;
  const timers = new Timers({ application, onError });
  await application.startPolicy(auctionTimers(timers, deps));
  armStanding(timers, deps).catch((error: unknown) => onError(error, 'timers'));
  return timers;
}

const auctionTimers = (timers: Timers, deps: AuctionTimersDeps): Policy => ({
  name: 'auction-timers',
  startsAt: 'now',
  cursor: 'none',
  async handle({ recorded }) {
    const showId = auctionShowIdOf(recorded.streamId);
    // An auction's stream holds auction events only.
    if (showId !== undefined) return hear(timers, showId, recorded.event as AuctionEvent);
    if (showIdOf(recorded.streamId) !== undefined) await clearRehearsal(deps, recorded);
  },
});

/** Every event that sets or ends a time says all of it, so no state is read on the way of a hot lot. */
function hear(timers: Timers, showId: ShowId, event: AuctionEvent): void {
  switch (event.type) {
    case 'lot-opened':
    case 'lot-reopened':
      return timers.keep(thingOf(showId, event.lotId), endOf(showId, event));
    case 'bid-placed':
      return timers.keep(thingOf(showId, event.lotId), endOf(showId, { ...event, ...event.result }));
    case 'second-chance-offered':
      return timers.keep(thingOf(showId, event.lotId), lapseOf(showId, event));
    case 'lot-sold':
    case 'lot-unsold':
    case 'lot-voided':
    case 'lot-requeued':
    case 'lot-paid':
    case 'second-chance-accepted':
    case 'second-chance-ended':
      return timers.keep(thingOf(showId, event.lotId), undefined);
    case 'rehearsal-cleared':
      return event.lotIds.forEach((lotId) => timers.keep(thingOf(showId, lotId), undefined));
    default:
      return undefined;
  }
}

/** When a rehearsal is over, or became the show, nothing of it is left. `open-lot` does it too, should this be lost. */
async function clearRehearsal(
  { application, readAuction }: AuctionTimersDeps,
  { eventId, streamId, event }: FeedEntry['recorded'],
): Promise<void> {
  // A show's stream holds show events only.
  const { type } = event as ShowEvent;
  const showId = showIdOf(streamId);
  if (showId === undefined || (type !== 'rehearsal-finished' && type !== 'show-went-live')) return;
  if (rehearsedLotIds(await readAuction(showId)).length === 0) return;
  const commandId = consequenceId('auction-rehearsals', eventId);
  const command = { type: 'clear-rehearsal', showId } as const;
  await application.execute({ command, commandId, principal: systemPrincipal });
}

/** Show after show, because nobody waits for it. */
async function armStanding(timers: Timers, { application, readAuction }: AuctionTimersDeps): Promise<void> {
  const { state: shows } = await application.readShowList();
  for (const show of shows) {
    if (show.status === 'absent' || isLongOver(show, application.nowMs())) continue;
    const { showId } = show;
    for (const lot of (await readAuction(showId)).lots) {
      const thing = thingOf(showId, lot.lotId);
      const timer = standingTimer(showId, lot);
      if (timer && !timers.knows(thing)) timers.keep(thing, timer);
    }
  }
}

function standingTimer(showId: ShowId, lot: Lot): Timer | undefined {
  const { lotId } = lot;
  if (lot.status === 'open') return endOf(showId, { ...lot, endsAtMs: lot.openRun.endsAtMs });
  if (lot.status !== 'sold' || lot.sale.settlement.status !== 'second-chance') return undefined;
  return lapseOf(showId, { lotId, untilMs: lot.sale.settlement.untilMs });
}

/** A second chance after the show lasts hours at most, so that auctions of old shows need not be read. */
const isLongOver = (show: ShowState, nowMs: number): boolean =>
  show.status === 'archived' || (show.status === 'ended' && nowMs > show.endedAtMs + 48 * 3_600_000);

const thingOf = (showId: ShowId, lotId: LotId): string => `${showId} ${lotId}`;

/** So long after the end that bids read in time on any server got in. */
function endOf(
  showId: ShowId,
  { lotId, run, endsAtMs }: { readonly lotId: LotId; readonly run: number; readonly endsAtMs: number | null },
): Timer | undefined {
  if (endsAtMs === null) return undefined;
  return {
    key: `timer:end-lot ${showId} ${lotId} ${run} ${endsAtMs}`,
    dueAtMs: endsAtMs + closeGraceMs,
    command: { type: 'end-lot-by-clock', showId, lotId, run, endsAtMs },
  };
}

const lapseOf = (
  showId: ShowId,
  { lotId, untilMs }: { readonly lotId: LotId; readonly untilMs: number },
): Timer => ({
  key: `timer:lapse-second-chance ${showId} ${lotId} ${untilMs}`,
  dueAtMs: untilMs,
  command: { type: 'lapse-second-chance', showId, lotId, untilMs },
});
