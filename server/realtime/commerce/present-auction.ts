import type { AuctionState } from '#domain/auction/auction.ts';
import { isBarred, lotById } from '#domain/auction/selectors.ts';
import type { LotId } from '#domain/ids.ts';
import type { AuctionChannelEvent, AuctionView } from '#protocol/auction-views.ts';
import type { Reader } from '../channels/channel-kind.ts';
import { LotPresentation, type AuctionSurroundings } from './present-lot.ts';

/** What of an auction is not one lot, as one reader may see it now. */
export class AuctionPresentation {
  readonly lots: LotPresentation;
  readonly #around: AuctionSurroundings;
  readonly #state: AuctionState;
  readonly #reader: Reader;

  constructor(around: AuctionSurroundings, state: AuctionState, reader: Reader) {
    this.lots = new LotPresentation(around, state, reader);
    this.#around = around;
    this.#state = state;
    this.#reader = reader;
  }

  auction(): AuctionView {
    return {
      showId: this.#around.showId,
      lots: this.#state.lots.map((lot) => this.lots.lot(lot)),
      openLotId: this.#openLotId(),
      isBarred: this.#isBarred(),
      ...(this.lots.isStaff ? { paddles: this.#paddles(), barred: this.#barred() } : {}),
    };
  }

  /** The whole lot; nothing when it is gone by now. */
  lot(lotId: LotId): readonly AuctionChannelEvent[] {
    const lot = lotById(this.#state, lotId);
    if (lot === undefined) return [];
    const { own, ...shared } = this.lots.lot(lot);
    // Told to many at once it says nothing of anybody's own part, which stays what it was.
    const told = this.#reader.personId === null ? shared : { ...shared, own };
    return [{ type: 'auction.lot', lot: told, openLotId: this.#openLotId() }];
  }

  order(): readonly AuctionChannelEvent[] {
    return [{ type: 'auction.order', lotIds: this.#state.lots.map(({ lotId }) => lotId) }];
  }

  /** The crew's alone. */
  paddles(): readonly AuctionChannelEvent[] {
    return this.lots.isStaff ? [{ type: 'auction.paddles', paddles: this.#paddles() }] : [];
  }

  /** The list for the crew, and whether it is this reader. */
  bar(personId: string): readonly AuctionChannelEvent[] {
    const own: AuctionChannelEvent = { type: 'auction.own-bar', isBarred: this.#isBarred() };
    return [
      ...(this.lots.isStaff ? [{ type: 'auction.barred' as const, barred: this.#barred() }] : []),
      ...(personId === this.#reader.personId ? [own] : []),
    ];
  }

  #openLotId(): string | null {
    const { openLotId } = this.#state;
    const lot = openLotId === null ? undefined : lotById(this.#state, openLotId);
    return lot !== undefined && this.lots.seesRun(lot) ? openLotId : null;
  }

  #isBarred(): boolean {
    const { personId } = this.#reader;
    return personId !== null && isBarred(this.#state, personId);
  }

  #paddles(): NonNullable<AuctionView['paddles']> {
    const { nameOf } = this.#around;
    return this.#state.paddles.map(({ paddle, personId }) => ({ paddle, personId, name: nameOf(personId) }));
  }

  #barred(): NonNullable<AuctionView['barred']> {
    const { nameOf } = this.#around;
    return this.#state.barred.map(({ personId, reason }) => ({ personId, name: nameOf(personId), reason }));
  }
}
