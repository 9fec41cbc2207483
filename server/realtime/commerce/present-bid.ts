import type { RecordedEvent } from '#application/ports.ts';
import type { AuctionEvent, AuctionState, Lot, OpenRun, Standing } from '#domain/auction/auction.ts';
import { askingMinor } from '#domain/auction/increments.ts';
import { bidderNumberOf, lotById, runOf } from '#domain/auction/selectors.ts';
import type { LotId, PersonId } from '#domain/ids.ts';
import type { AuctionChannelEvent } from '#protocol/auction-views.ts';
import type { Reader } from '../channels/channel-kind.ts';
import type { AuctionPresentation } from './present-auction.ts';

type BidPlaced = Extract<AuctionEvent, { readonly type: 'bid-placed' }>;
type MaxBidChanged = Extract<AuctionEvent, { readonly type: 'max-bid-changed' }>;

/**
 * A bid: what it changed, as its event says it, so that a replay has the same steps. Whom it concerns is told the whole
 * lot with his own part. Nothing of an earlier run: the lot was told anew since.
 */
export function presentBid(
  view: AuctionPresentation,
  { event, version, atMs }: RecordedEvent<BidPlaced>,
  state: AuctionState,
  { personId }: Reader,
): readonly AuctionChannelEvent[] {
  const { lotId, run, bidderId, bidderNumber, paddle, result } = event;
  const found = openedAs(state, lotId, run);
  if (found === undefined) return [];
  const { leaderId, outbidId, priceMinor, endsAtMs, isReserveMet } = result;
  if (personId !== null && [bidderId, leaderId, outbidId].includes(personId)) return view.lot(lotId);
  const { lot, current } = found;
  const via: Standing['via'] = event.via === 'floor' ? 'floor' : 'online';
  const leading = leaderId === bidderId ? { via, paddle } : madeBy(current, leaderId);
  const later = current.history.filter(({ sequence }) => sequence > version).length;
  const firstEndMs = current.endsAtMs === null ? null : current.endsAtMs - current.extendedMs;
  return [
    {
      type: 'auction.bid',
      lotId,
      run,
      sequence: version,
      priceMinor,
      askingMinor: askingMinor(priceMinor, lot.terms),
      leader: view.lots.bidder({
        bidderId: leaderId,
        bidderNumber: bidderNumberOf(state, leaderId),
        ...leading,
      }),
      bidder: view.lots.bidder({ bidderId, bidderNumber, via, paddle }),
      bidCount: current.bidCount - later,
      endsAtMs,
      extendedMs: endsAtMs === null || firstEndMs === null ? 0 : endsAtMs - firstEndMs,
      calls: later === 0 ? current.calls : 0,
      isReserveMet,
      atMs,
    },
  ];
}

/** The leader's own affair, unless it met the reserve and so moved the price. */
export function presentNewMaximum(
  view: AuctionPresentation,
  recorded: RecordedEvent<MaxBidChanged>,
  state: AuctionState,
  { personId }: Reader,
): readonly AuctionChannelEvent[] {
  const { lotId, bidderId } = recorded.event;
  return personId === bidderId || movesPrice(recorded, state) ? view.lot(lotId) : [];
}

/** Whether a new maximum shows to others. */
export function movesPrice({ event, version }: RecordedEvent<MaxBidChanged>, state: AuctionState): boolean {
  const { lotId, run, result } = event;
  const found = openedAs(state, lotId, run);
  const before = found?.current.history.find(({ sequence }) => sequence < version);
  return before !== undefined && before.priceMinor !== result.priceMinor;
}

/** The lot, if the run of then is still the one that is told. */
function openedAs(
  state: AuctionState,
  lotId: LotId,
  run: number,
): { readonly lot: Lot; readonly current: OpenRun } | undefined {
  const lot = lotById(state, lotId);
  const current = lot && runOf(lot);
  return lot !== undefined && current && lot.run === run ? { lot, current } : undefined;
}

/** How the leader of then came to lead, as far as it is still known. */
function madeBy(
  { leader, runnerUp, history }: OpenRun,
  personId: PersonId,
): Pick<Standing, 'via' | 'paddle'> {
  const theirs = [leader, runnerUp, ...history].find((one) => one?.bidderId === personId);
  return { via: theirs?.via ?? 'online', paddle: theirs?.paddle ?? null };
}
