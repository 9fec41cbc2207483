import { LRUCache } from 'lru-cache';
import { askingMinor, lotById, type AuctionEvent, type LotTerms } from '#domain/auction/auction.ts';
import type { LotId, PersonId, ShowId } from '#domain/ids.ts';
import type { NoticeContent } from '../../messages/notifier.ts';
import type { Money } from '../../payment/payment-provider.ts';
import type { RecordedEvent } from '../../ports.ts';
import type { NoticesDeps } from './notices.ts';

/** A notice of a lost lead is of the moment: after a while somebody else leads anyway, or the lot is over. */
const outbidLifeMs = 60_000;

interface LotFacts {
  readonly title: string;
  readonly terms: LotTerms;
  readonly currency: string;
}

/** Facts of lots that are bid on right now: a hot lot has thousands of lost leads a second. A new title is told a minute late. */
export type LotsInSight = LRUCache<LotId, LotFacts>;
export const lotsInSight = (): LotsInSight => new LRUCache({ max: 200, ttl: 60_000 });

/** What an event of an auction means for one of its bidders. */
export async function tellBidders(
  deps: NoticesDeps & { readonly lots: LotsInSight },
  showId: ShowId,
  event: AuctionEvent,
  { eventId, atMs }: Pick<RecordedEvent, 'eventId' | 'atMs'>,
): Promise<void> {
  const personId = concerned(event);
  if (personId === null || !('lotId' in event)) return;
  const { application, notifier, lots } = deps;
  if (event.type === 'bid-placed' && application.nowMs() - atMs > outbidLifeMs) return;
  const known = event.type === 'bid-placed' ? lots.get(event.lotId) : undefined;
  const lot = known ?? (await factsOf(deps, showId, event.lotId));
  if (!lot) return;
  lots.set(event.lotId, lot);
  const { currency, terms } = lot;
  const money = (amountMinor: number) => ({ amountMinor, currency });
  const content = contentOf(event, lot.title, money, (priceMinor) => askingMinor(priceMinor, terms));
  if (content) await notifier.notify({ personId, content, causeId: eventId, showId });
}

async function factsOf(
  { application }: NoticesDeps,
  showId: ShowId,
  lotId: LotId,
): Promise<LotFacts | undefined> {
  const { streams } = application;
  const { state: auction } = await application.read(streams.auction(showId));
  const { state: catalogue } = await application.read(streams.catalogue);
  const lot = lotById(auction, lotId);
  return lot && { title: lot.title, terms: lot.terms, currency: catalogue.settings.currency };
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
