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
export { decideShelf } from './decide.ts';
export { decideTaking } from './decide-taking.ts';
export { evolveShelf } from './evolve.ts';
export { isOpenAt, isSoldOut, leftOf, offerById, takenByOf } from './selectors.ts';
