import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Position } from '#application/ports.ts';
import type { ShowId } from '#domain/ids.ts';
import { Refusal } from '#protocol/errors.ts';
import type { SerialisedJson } from '../payload.ts';
import type { RealtimeDeps } from '../ports.ts';
import { openOrder } from '../commerce/open-order.ts';
import { RoomChannel } from '../rooms/room-channel.ts';
import type { Session } from '../session.ts';
import type { TickEnd } from '../tick-end.ts';
import { parseChannelName, type ChannelName, type ShowNoun } from './channel-name.ts';
import { shopChannels, showChannels, type ChannelTableDeps } from './channel-table.ts';
import type { Channel } from './channel.ts';
import { KeptOpen } from './kept-open.ts';
import { LiveStream, type LiveShow } from './live-stream.ts';

export interface ChannelsDeps extends Pick<RealtimeDeps, 'application' | 'bus' | 'clock' | 'config'> {
  readonly logger: Logger;
  readonly tickEnd: TickEnd;
}

/** The channels this process has open for its sockets, and the shows it follows for them. */
export class Channels {
  readonly #deps: ChannelsDeps;
  readonly #tableDeps: ChannelTableDeps;
  readonly #ofShop: ReturnType<typeof shopChannels>;
  readonly #ofShow: ReturnType<typeof showChannels>;
  readonly #shows: KeptOpen<LiveShow>;
  readonly #open: KeptOpen<Channel>;

  constructor(deps: ChannelsDeps) {
    const { clock, config } = deps;
    this.#deps = deps;
    this.#tableDeps = {
      ...deps,
      limits: { events: config.recoveryEvents, sizeBytes: config.recoveryBytes },
      pushesPerSecond: config.channelPushesPerSecond,
      holdMs: config.channelHoldMs,
      serverId: randomUUID(),
      nextId: randomUUID,
    };
    this.#ofShop = shopChannels(this.#tableDeps);
    this.#ofShow = showChannels(this.#tableDeps);
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
    parseChannelName(name);
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
    const parsed = parseChannelName(name);
    return this.#open.open(name, () => this.#make(name, parsed));
  }

  #make(name: string, parsed: ChannelName): Promise<Channel> {
    switch (parsed.about) {
      case 'shop':
        return this.#ofShop[parsed.noun](name);
      case 'show':
        return this.#makeOfShow(name, parsed.noun, parsed.showId);
      case 'order':
        return openOrder(this.#tableDeps, name, parsed.orderId);
    }
  }

  async #makeOfShow(name: string, noun: ShowNoun, showId: ShowId): Promise<Channel> {
    const show = await this.show(showId);
    const { names } = this.#deps.application;
    // Keeps the show open until the channel does.
    const stop = show.listen({ advance: () => undefined, restarted: () => undefined });
    try {
      return await this.#ofShow[noun]({ name, showId, show: () => show.reading.state, names }, show);
    } finally {
      stop();
    }
  }
}
