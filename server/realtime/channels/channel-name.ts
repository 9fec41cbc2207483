import type { OrderId, ShowId } from '#domain/ids.ts';
import { Refusal } from '#protocol/errors.ts';

/** Channels of which the shop has one. */
const ofShop = ['shows', 'catalogue', 'ledger', 'orders', 'tills'] as const;
/** `<noun>-<show>`. */
const ofShow = ['show', 'room', 'auction', 'shelf'] as const;

export type ShopNoun = (typeof ofShop)[number];
export type ShowNoun = (typeof ofShow)[number];

/** A channel by what it is about. */
export type ChannelName =
  | { readonly about: 'shop'; readonly noun: ShopNoun }
  | { readonly about: 'show'; readonly noun: ShowNoun; readonly showId: ShowId }
  | { readonly about: 'order'; readonly orderId: OrderId };

/** The form of an id is that of `idPattern` in protocol/ids.ts. */
const withId = /^(?<noun>[a-z]+)-(?<id>[A-Za-z0-9_-]{8,40})$/;

/** Throws a `Refusal` for a name of no known kind. */
export function parseChannelName(name: string): ChannelName {
  const shopNoun = ofShop.find((noun) => noun === name);
  if (shopNoun !== undefined) return { about: 'shop', noun: shopNoun };
  const { noun, id } = withId.exec(name)?.groups ?? {};
  const showNoun = ofShow.find((one) => one === noun);
  // The pattern is that of the ids' schemas; this is the edge where the brands are given.
  if (showNoun !== undefined) return { about: 'show', noun: showNoun, showId: id as ShowId };
  if (noun === 'order') return { about: 'order', orderId: id as OrderId };
  throw new Refusal('request-invalid', { field: '/channel', problem: 'is unknown' });
}
