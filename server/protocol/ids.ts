import { Type } from 'typebox';
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
  PaymentId,
  PersonId,
  PlaceId,
  ProductId,
  RulingId,
  ShopId,
  ShowId,
  SkuId,
  SourceId,
  TillId,
} from '#domain/ids.ts';

/** Ids made by clients and servers: 8 to 40 characters of the URL-safe alphabet; `crypto.randomUUID()` and nanoid both fit. */
export const idPattern = '^[A-Za-z0-9_-]{8,40}$';

const idSchema = <Id>(description: string) =>
  Type.Unsafe<Id>(Type.String({ pattern: idPattern, description }));

export const ShopIdSchema = Type.Unsafe<ShopId>(
  Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Id of a shop.' }),
);
export const ShowIdSchema = idSchema<ShowId>('Id of a show, made by whoever creates it.');
export const SourceIdSchema = idSchema<SourceId>('Id of a source on a stage, made by whoever adds it.');
export const PersonIdSchema = idSchema<PersonId>('Id of a person; carries no personal data.');
export const MessageIdSchema = idSchema<MessageId>('Id of a chat message, made by whoever sends it.');
export const RulingIdSchema = idSchema<RulingId>("Id of a moderator's act, made by whoever rules.");
export const CommandIdSchema = idSchema<CommandId>('Client-made id of a command; repeating it is harmless.');
export const EventIdSchema = idSchema<EventId>('Id of an event, made by the log.');
export const HoldIdSchema = idSchema<HoldId>('Id of a hold on stock.');
export const LeaseIdSchema = idSchema<LeaseId>('Id of a quota leased to a till, made by the till.');
export const LotIdSchema = idSchema<LotId>('Id of a lot, made by whoever queues it.');
export const OfferIdSchema = idSchema<OfferId>('Id of an offer, made by whoever adds it.');
export const OrderIdSchema = idSchema<OrderId>('Id of an order.');
export const OrderLineIdSchema = idSchema<OrderLineId>('Id of a line of an order, made by whoever adds it.');
export const PaymentIdSchema = idSchema<PaymentId>('Id of a payment.');
export const PlaceIdSchema = idSchema<PlaceId>('Id of a place where stock lies, made by whoever adds it.');
export const ProductIdSchema = idSchema<ProductId>('Id of a product, made by whoever adds it.');
export const SkuIdSchema = idSchema<SkuId>('Id of a variant of a product, made by whoever adds it.');
export const TillIdSchema = idSchema<TillId>('Id of a till, made by the device.');
export const MediaIdSchema = Type.Unsafe<MediaId>(
  Type.String({ pattern: '^[a-f0-9]{64}$', description: 'SHA-256 of a stored picture or clip.' }),
);
