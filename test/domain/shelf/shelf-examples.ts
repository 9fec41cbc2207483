import type { Test } from 'tap';
import type { OfferId, OrderId, OrderLineId, PersonId, ProductId, ShowId, SkuId } from '#domain/ids.ts';
import {
  decideShelf,
  decideTaking,
  evolveShelf,
  initialShelfState,
  type OfferTerms,
  type ShelfCommand,
  type ShelfEvent,
  type ShelfRequest,
  type ShelfState,
} from '#domain/shelf/shelf.ts';
import { Given, type Noun } from '../given.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
export const showId = 'show-0001' as ShowId;
export const offerIdOf = (name: string): OfferId => `offer-${name}` as OfferId;
export const skuIdOf = (name: string): SkuId => `sku-${name}` as SkuId;
export const personIdOf = (name: string): PersonId => `person-${name}` as PersonId;
export const orderIdOf = (personId: PersonId): OrderId => `order of ${personId}` as OrderId;
export const lineId = 'line-0001' as OrderLineId;
export const ada = personIdOf('ada');
export const bob = personIdOf('bob');
export const cup = offerIdOf('cup');

type Asked = ShelfCommand | ShelfRequest;

const isRequest = (asked: Asked): asked is ShelfRequest =>
  asked.type === 'take' || asked.type === 'give-back';

export const shelf: Noun<ShelfState, ShelfEvent, Asked> = {
  initial: initialShelfState,
  evolve: evolveShelf,
  decide: (asked, state, context) =>
    isRequest(asked) ? decideTaking(asked, state, context) : decideShelf(asked, state, context),
};

export const given = (t: Test, ...history: readonly ShelfEvent[]) =>
  new Given(shelf, t, shelf.initial, history);

export const item = (name: string, quantity = 1) => ({
  productId: `product-${name}` as ProductId,
  skuId: skuIdOf(name),
  quantity,
});

export const termsOf = (parts: Partial<OfferTerms> = {}): OfferTerms => ({
  kind: 'buy-now',
  title: 'a cup',
  mediaId: null,
  priceMinor: 500,
  insteadOfMinor: null,
  items: [item('cup')],
  isChoice: false,
  limitTotal: null,
  limitPerBuyer: null,
  durationMs: null,
  claim: 'on-hold',
  ...parts,
});

export const added = (parts: Partial<OfferTerms> = {}, offerId = cup): ShelfEvent => ({
  type: 'offer-added',
  showId,
  offerId,
  terms: termsOf(parts),
});
export const opened = (endsAtMs: number | null = null, offerId = cup): ShelfEvent => ({
  type: 'offer-opened',
  offerId,
  endsAtMs,
});
export const ended = (reason: 'host' | 'clock' | 'sold-out' = 'host', offerId = cup): ShelfEvent => ({
  type: 'offer-ended',
  offerId,
  reason,
});
export const edited = (parts: Partial<OfferTerms>): ShelfEvent => ({
  type: 'offer-edited',
  offerId: cup,
  terms: termsOf(parts),
});

const of = (personId: PersonId, pieces: number) => ({
  offerId: cup,
  orderId: orderIdOf(personId),
  lineId,
  personId,
  pieces,
});
export const taken = (personId: PersonId, pieces: number): ShelfEvent => ({
  type: 'offer-taken',
  ...of(personId, pieces),
});
export const givenBack = (personId: PersonId, pieces: number): ShelfEvent => ({
  type: 'offer-given-back',
  ...of(personId, pieces),
});
export const take = (personId: PersonId, pieces: number): ShelfRequest => ({
  type: 'take',
  ...of(personId, pieces),
});
export const giveBack = (personId: PersonId, pieces: number): ShelfRequest => ({
  type: 'give-back',
  ...of(personId, pieces),
});

type Named<Type extends ShelfCommand['type']> = Extract<ShelfCommand, { readonly type: Type }>;

/** A command on the cup, with the rest of it by its type. */
export const on = <Type extends ShelfCommand['type']>(
  type: Type,
  parts: Omit<Named<Type>, 'type' | 'showId' | 'offerId'> & { readonly offerId?: Named<Type>['offerId'] },
): Named<Type> =>
  // Each command has these two; `parts` has the rest of it by its type.
  ({ type, showId, offerId: cup, ...parts }) as unknown as Named<Type>;
