import type { ShopId, StreamId } from '#domain/ids.ts';

/** Where the log of one shop stands. Its hash tag is in every key, so that Redis Cluster keeps them in one slot. */
export interface ShopKeys {
  /** Stream: `<feed position>-0`, with the place of the event it stands for. */
  readonly feed: string;
  /** Hash: one field per accepted command. */
  readonly commands: string;
  /** Sorted set: commands without events, by the feed position they came after. */
  readonly emptyCommands: string;
  /** Hash: one field per follower. */
  readonly cursors: string;
}

export interface StreamKeys {
  /** Stream: `<version>-0`, with the event. */
  readonly events: string;
  /** Hash: who lost a conflict of late, and since when (turn-script.ts). */
  readonly turn: string;
  /** Hash: the version and the body of the snapshot. */
  readonly snapshot: string;
}

export const shopKeysOf = (shopId: ShopId): ShopKeys => ({
  feed: `{${shopId}}:log:feed`,
  commands: `{${shopId}}:log:commands`,
  emptyCommands: `{${shopId}}:log:empty-commands`,
  cursors: `{${shopId}}:log:cursors`,
});

/** A stream's id begins with its shop's hash tag (application/streams.ts); anything else is a bug. */
export function streamKeysOf(streamId: StreamId): StreamKeys {
  const { tag, name } = /^(?<tag>\{[^{}]+\}):(?<name>.+)$/.exec(streamId)?.groups ?? {};
  if (tag === undefined || name === undefined) throw new Error('the id of a stream names no shop');
  return {
    events: `${tag}:log:events:${name}`,
    turn: `${tag}:log:turn:${name}`,
    snapshot: `${tag}:log:snapshot:${name}`,
  };
}

/** The shop whose stream this is. */
export const shopOf = (streamId: StreamId): ShopId => streamId.slice(1, streamId.indexOf('}')) as ShopId; // It was made from one.

/** The inverse of `streamKeysOf(streamId).events`. */
export const streamIdOf = (eventsKey: string): StreamId => eventsKey.replace(':log:events:', ':') as StreamId; // It was made from one.
