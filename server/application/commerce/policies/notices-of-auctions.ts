import { askingMinor, lotById, type AuctionEvent } from '#domain/auction/auction.ts';
import type { PersonId, ShowId } from '#domain/ids.ts';
import type { NoticeContent } from '../../messages/notifier.ts';
import type { RecordedEvent } from '../../ports.ts';
import type { NoticesDeps } from './notices.ts';

/** A notice of a lost lead is of the moment: after a while somebody else leads anyway, or the lot is over. */
const outbidLifeMs = 60_000;

/** What an event of an auction means for one of its bidders. */
export async function tellBidders(
  deps: NoticesDeps,
  showId: ShowId,
  event: AuctionEvent,
  { eventId, atMs }: Pick<RecordedEvent, 'eventId' | 'atMs'>,
): Promise<void> {
  const personId = concerned(event);
  if (personId === null || !('lotId' in event)) return;
  const { application, notifier } = deps;
  if (event.type === 'bid-placed' && application.nowMs() - atMs > outbidLifeMs) return;
  const { streams } = application;
  const { state: auction } = await application.read(streams.auction(showId));
  const { state: catalogue } = await application.read(streams.catalogue);
  const lot = lotById(auction, event.lotId);
  if (!lot) return;
  const { currency } = catalogue.settings;
  const money = (amountMinor: number) => ({ amountMinor, currency });
  const content = contentOf(event, lot.title, money, (priceMinor) => askingMinor(priceMinor, lot.terms));
  if (content) await notifier.notify({ personId, content, causeId: eventId, showId });
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

function contentOf(
  event: AuctionEvent,
  lotTitle: string,
  money: (amountMinor: number) => { readonly amountMinor: number; readonly currency: string },
  askingAt: (priceMinor: number) => number,
): NoticeContent | undefined {
  switch (event.type) {
    case 'bid-placed':
      return { kind: 'outbid', lotTitle, askingPrice: money(askingAt(event.result.priceMinor)) };
    case 'lot-sold':
      return { kind: 'won', lotTitle, price: money(event.priceMinor), payByMs: event.paymentDueAtMs };
    case 'second-chance-offered':
      return {
        kind: 'second-chance',
        lotTitle,
        price: money(event.amountMinor),
        untilMs: event.untilMs,
      };
    default:
      return undefined;
  }
}
