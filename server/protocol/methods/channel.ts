import { Type } from 'typebox';
import { ShowIdSchema } from '../ids.ts';

const shut = { additionalProperties: false } as const;

/** A channel is a view of one stream; its name is the stream's without the shop: `show-<id>`. */
export const channelMethods = {
  /** Result: `{ snapshot, position: { version, eventId } }`; pushes follow from that version on. */
  'channel.subscribe': Type.Object(
    { channel: Type.String({ pattern: '^[a-z]+-[A-Za-z0-9_-]{8,40}$' }) },
    shut,
  ),
  'channel.unsubscribe': Type.Object({ channel: Type.String({ maxLength: 60 }) }, shut),
  /** Ephemeral state of a stage (`stage.state` signals), also before joining it. */
  'stage.observe': Type.Object({ showId: ShowIdSchema }, shut),
  'stage.unobserve': Type.Object({ showId: ShowIdSchema }, shut),
} as const;
