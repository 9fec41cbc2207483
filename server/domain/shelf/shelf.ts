export type { ShelfCommand, ShelfRejectionCode, ShelfRequest } from './commands.ts';
export type { ShelfEvent } from './events.ts';
export {
  initialShelfState,
  maximumOffers,
  type Offer,
  type OfferItem,
  type OfferTerms,
  type ShelfState,
} from './state.ts';
export { evolveShelf } from './evolve.ts';
