import { LRUCache } from 'lru-cache';
import {
  askingMinor,
  lotById,
  type AuctionEvent,
  type AuctionState,
  type Lot,
} from '#domain/auction/auction.ts';
import type { PersonId, ShowId } from '#domain/ids.ts';
import type { NoticeContent } from '../../messages/notifier.ts';
import type { Money } from '../../payment/payment-provider.ts';
import type { RecordedEvent } from '../../ports.ts';
import type { NoticesDeps } from './notices.ts';

/** A notice of a lost lead is of the moment: after a while somebody else leads anyway, or the lot is over. */
const outbidLifeMs = 60_000;

/** An auction as it stood after an event, for those that come right behind: a hot lot has thousands of lost leads a second. */
interface Sight {
  readonly auction: AuctionState;
  readonly version: number;
  readonly currency: string;
}

export type AuctionsInSight = LRUCache<ShowId, Sight>;
export const auctionsInSight = (): AuctionsInSight => new LRUCache({ max: 50 });

/** What an event of an auction means for one of its bidders. */
export async function tellBidders(
  deps: NoticesDeps & { readonly inSight: AuctionsInSight },
  showId: ShowId,
  event: AuctionEvent,
  { eventId, atMs, version }: Pick<RecordedEvent, 'eventId' | 'atMs' | 'version'>,
): Promise<void> {
  const personId = concerned(event);
  if (personId === null || !('lotId' in event)) return;
  const { application, notifier, inSight } = deps;
  if (event.type === 'bid-placed' && application.nowMs() - atMs > outbidLifeMs) return;
  const known = event.type === 'bid-placed' ? inSight.get(showId) : undefined;
  const sight = known && known.version >= version ? known : await look(deps, showId);
  inSight.set(showId, sight);
  const lot = lotById(sight.auction, event.lotId);
  if (!lot) return;
  const content = contentOf(event, lot, (amountMinor) => ({ amountMinor, currency: sight.currency }));
  if (content) await notifier.notify({ personId, content, causeId: eventId, showId });
}

async function look({ application }: NoticesDeps, showId: ShowId): Promise<Sight> {
  const { streams } = application;
  const { state: auction, position } = await application.read(streams.auction(showId));
  const { state: catalogue } = await application.read(streams.catalogue);
  return { auction, version: position.version, currency: catalogue.settings.currency };
}

function concerned(event: AuctionEvent): PersonId | null {
  switch (event.type) {
    case 'bid-placed':
      return event.result.outbidId;
    case 'lot-sold':
      return event.orderId === null ? null : event.buyerId;
    case 'second-chance-offered':
      return event.bidderId;
    case 'second-chance-accepted':
      return event.bidderId;
    default:
      return null;
  }
}

/**
 * What is still so: the feed may be read long after the event, and nobody is told of a lead that he has back, of a win
 * that was undone, or of an offer that is over.
 */
function contentOf(
  event: AuctionEvent,
  lot: Lot,
  money: (amountMinor: number) => Money,
): NoticeContent | undefined {
  const { title: lotTitle } = lot;
  switch (event.type) {
    case 'bid-placed': {
      if (lot.status !== 'open' || lot.openRun.leader?.bidderId === event.result.outbidId) return undefined;
      const askingPrice = money(askingMinor(lot.openRun.priceMinor, lot.terms));
      return { kind: 'outbid', lotTitle, askingPrice };
    }
    case 'lot-sold': {
      if (lot.status !== 'sold' || lot.run !== event.run) return undefined;
      const { buyer, settlement } = lot.sale;
      // Gone on to the runner-up: it is the first winner's no more.
      const isLost = settlement.status === 'second-chance' || settlement.status === 'second-chance-over';
      if (isLost || buyer.bidderId !== event.buyerId) return undefined;
      return { kind: 'won', lotTitle, price: money(event.priceMinor), payByMs: event.paymentDueAtMs };
    }
    case 'second-chance-offered': {
      if (lot.status !== 'sold') return undefined;
      const { settlement } = lot.sale;
      if (settlement.status !== 'second-chance' || settlement.bidderId !== event.bidderId) return undefined;
      return {
        kind: 'second-chance',
        lotTitle,
        price: money(event.amountMinor),
        untilMs: event.untilMs,
      };
    }
    case 'second-chance-accepted':
      if (lot.status !== 'sold' || lot.sale.buyer.bidderId !== event.bidderId) return undefined;
      return { kind: 'won', lotTitle, price: money(lot.sale.priceMinor), payByMs: event.paymentDueAtMs };
    default:
      return undefined;
  }
}
