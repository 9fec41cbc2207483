/**
 * Branded identifiers. A value of these types was parsed once at the edge (protocol/ids.ts) or made by an
 * id source of the application; the domain only compares them.
 */
declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** One customer of the system: a brand with its own catalogue, ledger and shows. */
export type ShopId = Brand<'ShopId'>;
export type ShowId = Brand<'ShowId'>;
/** A camera, screen or microphone bundle on a stage. */
export type SourceId = Brand<'SourceId'>;
/** A human being or the system itself; names and contact stand in the people store, never in an event. */
export type PersonId = Brand<'PersonId'>;
/** Client-made, scoped to its subject: the same id from the same person is the same command. */
export type CommandId = Brand<'CommandId'>;
export type EventId = Brand<'EventId'>;
/** `{shop}:show-<id>`; the braces are a Redis hash tag, so one shop's streams append atomically. */
export type StreamId = Brand<'StreamId'>;
/** A chat message; made by the client that sends it. */
export type MessageId = Brand<'MessageId'>;
/** A moderator's act, made by the client that rules; what an undo names. */
export type RulingId = Brand<'RulingId'>;
/** A picture or clip in the blob store, named by the hash of its bytes. */
export type MediaId = Brand<'MediaId'>;
/** A thing the shop sells, with one or more variants. */
export type ProductId = Brand<'ProductId'>;
/** One variant of a product: what stock is counted in. */
export type SkuId = Brand<'SkuId'>;
/** Where stock lies: the stall, a warehouse. */
export type PlaceId = Brand<'PlaceId'>;
/** Stock set aside for somebody until a deadline. */
export type HoldId = Brand<'HoldId'>;
/** Stock handed to a till, to sell from without a line. */
export type LeaseId = Brand<'LeaseId'>;
/** One article in the auction of a show. */
export type LotId = Brand<'LotId'>;
/** What a show sells at a fixed price. */
export type OfferId = Brand<'OfferId'>;
/** Everything one person buys and wins in one show; made from both ids, so that every server knows it. */
export type OrderId = Brand<'OrderId'>;
/** One position of an order. */
export type OrderLineId = Brand<'OrderLineId'>;
export type PaymentId = Brand<'PaymentId'>;
/** A device that sells at the stall. */
export type TillId = Brand<'TillId'>;
