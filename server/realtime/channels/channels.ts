import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Position } from '#application/ports.ts';
import type { ShowId } from '#domain/ids.ts';
import type { ShowEvent, ShowState } from '#domain/show/show.ts';
import { Refusal } from '#protocol/errors.ts';
import type { SerialisedJson } from '../payload.ts';
import type { RealtimeDeps } from '../ports.ts';
import { RoomChannel, type RoomChannelDeps } from '../rooms/room-channel.ts';
import type { Session } from '../session.ts';
import type { TickEnd } from '../tick-end.ts';
import type { Channel } from './channel.ts';
import { KeptOpen } from './kept-open.ts';
import { LiveChannel } from './live-channel.ts';
import { LiveStream } from './live-stream.ts';
import { LobbyChannel } from './lobby-channel.ts';
import { showChannelKind } from './show-channel.ts';

export interface ChannelsDeps extends Pick<RealtimeDeps, 'application' | 'bus' | 'clock' | 'config'> {
  readonly logger: Logger;
  readonly tickEnd: TickEnd;
}

export type LiveShow = LiveStream<ShowState, ShowEvent>;

const lobby = 'shows';
const ofShow = /^(?<kind>show|room)-(?<showId>[A-Za-z0-9_-]{8,40})$/;

interface ShowChannelName {
  readonly kind: 'show' | 'room';
  readonly showId: ShowId;
}

/** The show a channel belongs to, `undefined` for the lobby. The schema of the method has checked the form of the id. */
const parse = (name: string): ShowChannelName | undefined => {
  if (name === lobby) return undefined;
  const groups = ofShow.exec(name)?.groups;
  if (groups === undefined)
    throw new Refusal('request-invalid', { field: '/channel', problem: 'is unknown' });
  // The pattern has both groups, and its id is that of `ShowIdSchema`; this is the edge where the brand is given.
  return { kind: groups['kind'], showId: groups['showId'] } as ShowChannelName;
};

/** The channels this process has open for its sockets, and the shows it follows for them. */
export class Channels {
  readonly #deps: ChannelsDeps;
  readonly #roomDeps: RoomChannelDeps;
  readonly #shows: KeptOpen<LiveShow>;
  readonly #open: KeptOpen<Channel>;

  constructor(deps: ChannelsDeps) {
    const { clock, config } = deps;
    this.#deps = deps;
    this.#roomDeps = {
      ...deps,
      limits: { events: config.recoveryEvents, sizeBytes: config.recoveryBytes },
      pushesPerSecond: config.channelPushesPerSecond,
      holdMs: config.channelHoldMs,
      serverId: randomUUID(),
      nextId: randomUUID,
    };
    this.#shows = new KeptOpen(clock);
    this.#open = new KeptOpen(clock);
  }

  /** A show as this process follows it; whoever awaits it and listens in the same turn keeps it open. */
  async show(showId: ShowId): Promise<LiveShow> {
    const { application } = this.#deps;
    return this.#shows.open(showId, async () => {
      const show = await LiveStream.open(this.#deps, application.streams.show(showId));
      if (show.reading.state.status !== 'absent') return show;
      show.close();
      throw new Refusal('show-not-found');
    });
  }

  /** Answers with `Subscribed`; refuses whom the channel is not for, and sockets that follow too many. */
  async subscribe(session: Session, name: string, after: Position | undefined): Promise<SerialisedJson> {
    const limit = this.#deps.config.socketSubscriptions;
    const refuseBeyond = (count: number) => {
      if (count > limit) throw new Refusal('subscription-limit-reached', { limit });
    };
    const had = this.#open.find(name)?.has(session) === true;
    refuseBeyond(this.#count(session) + (had ? 0 : 1));
    const channel = await this.#channel(name);
    const answer = await channel.subscribe(session, after);
    // Others of this socket may have come in meanwhile.
    if (this.#count(session) > limit) {
      channel.unsubscribe(session);
      refuseBeyond(limit + 1);
    }
    return answer;
  }

  /** Idempotent. */
  unsubscribe(session: Session, name: string): void {
    parse(name);
    this.#open.find(name)?.unsubscribe(session);
  }

  /** The room of a show, opened when it is not. */
  async room(showId: ShowId): Promise<RoomChannel> {
    const channel = await this.#channel(`room-${showId}`);
    if (channel instanceof RoomChannel) return channel;
    throw new Error('the channel of a room is no room');
  }

  /** The rights of this socket may have changed. */
  recheck(session: Session): void {
    for (const channel of this.#open.values()) channel.recheck(session);
  }

  /** The socket is gone. */
  forget(session: Session): void {
    for (const channel of this.#open.values()) channel.unsubscribe(session);
  }

  close(): void {
    this.#open.close();
    this.#shows.close();
  }

  #count(session: Session): number {
    let count = 0;
    for (const channel of this.#open.values()) if (channel.has(session)) count += 1;
    return count;
  }

  #channel(name: string): Promise<Channel> {
    const parsed = parse(name);
    if (parsed === undefined) {
      return this.#open.open(name, () => LobbyChannel.open(lobby, this.#deps));
    }
    const { kind, showId } = parsed;
    return this.#open.open(name, () =>
      kind === 'show' ? this.#openShow(name, showId) : this.#openRoom(showId),
    );
  }

  async #openShow(name: string, showId: ShowId): Promise<Channel> {
    const show = await this.show(showId);
    const { names } = this.#deps.application;
    const kind = showChannelKind(name, () => show.reading.state, names);
    return new LiveChannel(kind, show, this.#roomDeps);
  }

  async #openRoom(showId: ShowId): Promise<Channel> {
    const { application } = this.#deps;
    const show = await this.show(showId);
    // Keeps the show open while its room is.
    const stop = show.listen({ advance: () => undefined, restarted: () => undefined });
    try {
      const room = await LiveStream.open(this.#deps, application.streams.room(showId));
      return new RoomChannel({ showId, show, room }, this.#roomDeps);
    } finally {
      stop();
    }
  }
}
