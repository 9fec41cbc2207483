import { Type } from 'typebox';
import { EventIdSchema, ShowIdSchema } from '../ids.ts';

const shut = { additionalProperties: false } as const;

/** Where a client stood in a channel when its connection was lost, as it was last told. */
const PositionSchema = Type.Object(
  { version: Type.Integer({ minimum: 0 }), eventId: Type.Union([EventIdSchema, Type.Null()]) },
  shut,
);

/**
 * A channel is a view of one stream; its name is the stream's without the shop: `show-<id>`, `room-<id>`. `shows` is the
 * lobby, a list whose position is the feed's.
 */
export const channelMethods = {
  /**
   * Result: `Subscribed` (channel-results.ts): with a position that still holds, what came since; else a snapshot.
   * Pushes follow from the result's version on. Subscribing again moves nothing but the answer.
   */
  'channel.subscribe': Type.Object(
    {
      channel: Type.String({ pattern: '^[a-z]+(-[A-Za-z0-9_-]{8,40})?$' }),
      position: Type.Optional(PositionSchema),
    },
    shut,
  ),
  'channel.unsubscribe': Type.Object({ channel: Type.String({ maxLength: 60 }) }, shut),
  /** Ephemeral state of a stage (`stage.state` signals), also before joining it. */
  'stage.observe': Type.Object({ showId: ShowIdSchema }, shut),
  'stage.unobserve': Type.Object({ showId: ShowIdSchema }, shut),
} as const;
