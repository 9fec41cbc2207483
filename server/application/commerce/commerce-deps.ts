import type { AuctionState } from '#domain/auction/auction.ts';
import type { CatalogueState } from '#domain/catalogue/catalogue.ts';
import type { OrderId, ShopId, ShowId } from '#domain/ids.ts';
import type { ContactStore } from '../contacts/contact-store.ts';
import type { AwaitingSource } from './awaiting.ts';
import type { Crew } from '../identity/crew.ts';
import type { PaymentProvider } from '../payment/payment-provider.ts';
import type { IdSource } from '../ports.ts';

/** What the commands of commerce need beside their streams. */
export interface CommerceDeps {
  readonly shopId: ShopId;
  readonly crew: Pick<Crew, 'rolesOf'>;
  readonly ids: IdSource;
  /** Store time, ms since the epoch. */
  readonly nowMs: () => number;
  /** As memory has it or the log does; for briefings, never for a decision. */
  readonly readCatalogue: () => Promise<CatalogueState>;
  readonly readAuction: (showId: ShowId) => Promise<AuctionState>;
  /** Where parcels go; absent where nobody keeps addresses. */
  readonly contacts?: Pick<ContactStore, 'find'> | undefined;
  readonly payment: Pick<PaymentProvider, 'name' | 'hasSavedMethod'>;
  /** For briefings of counts. */
  readonly orders: AwaitingSource;
  /** The show of an order that memory knows (it never changes); `undefined` of one that it does not. */
  readonly showIdOfOrder: (orderId: OrderId) => ShowId | null | undefined;
}
