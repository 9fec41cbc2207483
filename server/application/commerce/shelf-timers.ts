import type { OfferId, ShowId } from '#domain/ids.ts';
import type { ShelfEvent, ShelfState } from '#domain/shelf/shelf.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { Application } from '../application.ts';
import type { Policy } from '../policy.ts';
import { shelfShowIdOf } from '../streams.ts';
import { Timers, type Timer } from '../timers.ts';

export interface ShelfTimersDeps {
  readonly application: Pick<Application, 'nowMs' | 'execute' | 'startPolicy' | 'readShowList'>;
  readonly readShelf: (showId: ShowId) => Promise<ShelfState>;
  readonly onError: (error: unknown, where: string) => void;
}

/**
 * Ends flash offers when their time is over. Resolves once it hears of every offer that opens; those that are open
 * already are armed in the background. The caller wakes and closes the timers.
 */
export async function keepShelfTimers(deps: ShelfTimersDeps): Promise<Timers> {
  const { application, onError } = deps;
  const timers = new Timers({ application, onError });
  await application.startPolicy(shelfTimers(timers));
  armStanding(timers, deps).catch((error: unknown) => onError(error, 'timers'));
  return timers;
}

const shelfTimers = (timers: Timers): Policy => ({
  name: 'shelf-timers',
  startsAt: 'now',
  cursor: 'none',
  async handle({ recorded }) {
    const showId = shelfShowIdOf(recorded.streamId);
    if (showId === undefined) return;
    // A shelf's stream holds shelf events only.
    const event = recorded.event as ShelfEvent;
    if (event.type === 'offer-ended') timers.keep(thingOf(showId, event.offerId), undefined);
    if (event.type === 'offer-opened') timers.keep(thingOf(showId, event.offerId), endOf(showId, event));
  },
});

/** Show after show, because nobody waits for it. */
async function armStanding(timers: Timers, { application, readShelf }: ShelfTimersDeps): Promise<void> {
  const { state: shows } = await application.readShowList();
  for (const show of shows) {
    if (show.status === 'absent' || isLongOver(show, application.nowMs())) continue;
    const { showId } = show;
    for (const offer of (await readShelf(showId)).offers) {
      const thing = thingOf(showId, offer.offerId);
      if (offer.status === 'open' && !timers.knows(thing)) timers.keep(thing, endOf(showId, offer));
    }
  }
}

/** A flash price lasts a day at most (protocol/methods/shelf.ts). */
const isLongOver = (show: ShowState, nowMs: number): boolean =>
  show.status === 'archived' || (show.status === 'ended' && nowMs > show.endedAtMs + 24 * 3_600_000);

const thingOf = (showId: ShowId, offerId: OfferId): string => `${showId} ${offerId}`;

function endOf(
  showId: ShowId,
  { offerId, endsAtMs }: { readonly offerId: OfferId; readonly endsAtMs: number | null },
): Timer | undefined {
  if (endsAtMs === null) return undefined;
  return {
    key: `timer:end-offer ${showId} ${offerId} ${endsAtMs}`,
    dueAtMs: endsAtMs,
    command: { type: 'end-offer-by-clock', showId, offerId, endsAtMs },
  };
}
