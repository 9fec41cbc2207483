import type { Static } from 'typebox';
import type {
  CommandId,
  EventId,
  HoldId,
  LeaseId,
  LotId,
  MediaId,
  MessageId,
  OfferId,
  OrderId,
  OrderLineId,
  PersonId,
  PlaceId,
  ProductId,
  RulingId,
  ShowId,
  SkuId,
  SourceId,
  TillId,
} from '#domain/ids.ts';
import type { BidAcknowledged } from '#protocol/auction-views.ts';
import type { CommandMethod, methodTable, MethodName } from '#protocol/methods/methods.ts';
import type { StageResults, StageState } from '#protocol/methods/stage.ts';
import type { PresentPerson } from '#protocol/room-views.ts';
import type { Subscribed } from '#protocol/views.ts';

type Brand =
  | CommandId
  | EventId
  | HoldId
  | LeaseId
  | LotId
  | MediaId
  | MessageId
  | OfferId
  | OrderId
  | OrderLineId
  | PersonId
  | PlaceId
  | ProductId
  | RulingId
  | ShowId
  | SkuId
  | SourceId
  | TillId;
/** Brands are given where ids are parsed, on the server; a browser handles ids as the text they are. */
type Plain<Value> = Value extends Brand
  ? string
  : Value extends string | number | boolean | null | undefined
    ? Value
    : { readonly [Key in keyof Value]: Plain<Value[Key]> };

type Wire<M extends MethodName> = Static<(typeof methodTable)[M]>;

/** Signalling passes mediasoup's own objects through as they are; everything else is plain data with ids as text. */
export type MethodParams<M extends MethodName> = M extends `stage.${string}`
  ? { [Key in keyof Wire<M>]: Wire<M>[Key] extends Brand ? string : Wire<M>[Key] }
  : { [Key in keyof Wire<M>]: Plain<Wire<M>[Key]> };

type CommandResults = {
  readonly [Name in CommandMethod]: Name extends 'auction.place-bid'
    ? BidAcknowledged
    : { readonly version: number };
};

/** What each method answers. */
export interface MethodResults extends StageResults, CommandResults {
  /** The view is that of the channel; whoever follows one knows which. */
  readonly 'channel.subscribe': Subscribed<unknown>;
  readonly 'channel.unsubscribe': unknown;
  readonly 'stage.observe': { readonly stage: StageState };
  readonly 'stage.unobserve': unknown;
  readonly 'order.mine': { readonly orderId: string };
  readonly 'room.react': unknown;
  readonly 'room.list-present': { readonly count: number; readonly people: readonly PresentPerson[] };
}

export type { MethodName };
