import { pino } from 'pino';
import { loadConfig, type Config } from '#config/load.ts';
import { authorise } from '#application/authorise.ts';
import type { StreamRef } from '#application/command-handler.ts';
import type { VerifiedPrincipal } from '#application/identity/identity.ts';
import {
  auctionStream,
  catalogueStream,
  ledgerStream,
  orderStream,
  shelfStream,
  tillsStream,
} from '#application/commerce/commerce-streams.ts';
import { roomStream } from '#application/room-stream.ts';
import { showStream } from '#application/show-commands.ts';
import { mainShopId } from '#application/streams.ts';
import type { PersonId, ShowId } from '#domain/ids.ts';
import type { RoomEvent, RoomState } from '#domain/room/room.ts';
import type { ShowEvent, ShowState } from '#domain/show/show.ts';
import type { PeerMethod, StageSignal } from '#media/stage-control.ts';
import { Refusal } from '#protocol/errors.ts';
import type { StageState } from '#protocol/methods/stage.ts';
import type { RealtimeDeps } from '#realtime/ports.ts';
import { Realtime } from '#realtime/realtime.ts';
import { FakeClock } from './fake-clock.ts';
import { SocketPair } from './socket-pair.ts';
import { StandBus } from './stand-bus.ts';
import { StandOrderList } from './stand-order-list.ts';
import { StandStream } from './stand-stream.ts';

/** Stands for a brand: unit tests make ids where production parses them. */
export const showId = 'show-for-tests' as ShowId;
export const hostId = 'person-host' as PersonId;

export const stageState: StageState = {
  incarnation: 3,
  programmeSourceId: 'camera-one',
  microphoneSourceId: 'camera-one',
  sources: [
    { sourceId: 'camera-one', hasLiveVideo: true, hasLiveAudio: true },
    { sourceId: 'camera-two', hasLiveVideo: true, hasLiveAudio: false },
  ],
  fallback: 'live',
};

/** The socket layer on a stand: real sessions, router, attendance and rights between hand-made neighbours. */
export class RealtimeStand {
  readonly clock: FakeClock;
  readonly bus: StandBus;
  readonly config: Config;
  readonly realtime: Realtime;
  readonly deps: RealtimeDeps;
  /** Tokens and whom they name; they expire when their principal says. */
  readonly tokens = new Map<string, VerifiedPrincipal>();
  readonly mediaCalls: { readonly method: PeerMethod; readonly params: object; readonly personId: string }[] =
    [];
  readonly detached: string[] = [];
  /** Sessions that the store says were revoked of late. */
  readonly ended = new Set<string>();
  readonly closings: string[] = [];
  /** Shows whose replay was erased. */
  readonly erased: string[] = [];
  /** Where playlists are, as hand-made as the paths are; a test may put another answer in. */
  readonly playlists: RealtimeDeps['playlists'] = {
    live: async (id, isPublic) => ({
      path: `/hls/${isPublic ? '' : '~token/'}${id}/master.m3u8`,
      origin: { port: 4000 },
      expiresAtMs: isPublic ? null : this.clock.nowMs() + 1000,
    }),
    replay: async (id) => ({ path: `/hls/${id}/replay.m3u8`, origin: null, expiresAtMs: null }),
    deleteReplay: async (id) => void this.erased.push(id),
  };
  /** What media answers to a call; an empty stage result by default. */
  media: (method: PeerMethod) => Promise<object> = async () => ({ stage: stageState, iceServers: [] });
  readonly showStream: StandStream<ShowState, ShowEvent>;
  readonly roomStream: StandStream<RoomState, RoomEvent>;
  readonly orderList: StandOrderList;
  /** Whose names were asked for. */
  readonly named = new Set<PersonId>();
  /** How often somebody was presented. */
  nameLookups = 0;
  revoke: (sessionId: string) => void = () => undefined;
  signal: (signal: StageSignal) => void = () => undefined;
  readonly #streams: Map<string, unknown>;
  readonly #names = new Map<PersonId, string>();
  readonly #nameListeners = new Set<(personId: PersonId | undefined) => void>();
  readonly #closingListeners = new Set<(reason: string) => void>();

  /** Stands with the same `world` are servers of one cluster: they share clock, streams and bus. */
  constructor(overrides: Partial<Config> = {}, world: RealtimeStand | undefined = undefined) {
    this.config = loadConfig({}, overrides);
    this.clock = world?.clock ?? new FakeClock();
    this.bus = world?.bus ?? new StandBus();
    this.#streams = world === undefined ? new Map() : world.#streams;
    this.orderList = world?.orderList ?? new StandOrderList();
    this.showStream = this.streamOf(showStream(mainShopId, showId));
    this.roomStream = this.streamOf(roomStream(mainShopId, showId));
    this.deps = this.#makeDeps();
    this.realtime = new Realtime(this.deps);
    if (world !== undefined) return;
    this.append({ type: 'show-created', showId, title: 'Pottery', description: '', hostId });
    this.append({ type: 'show-scheduled', startsAtMs: this.clock.nowMs() + 60_000 });
  }

  get show(): ShowState {
    return this.showStream.state;
  }

  get version(): number {
    return this.showStream.version;
  }

  get followers(): number {
    return this.showStream.followers;
  }

  /** A token for a person of this role, valid for an hour of the clock. */
  token(
    role: VerifiedPrincipal['role'],
    name: string = role,
    lifeMs = 3_600_000,
    formerNames: readonly string[] = [],
  ): string {
    const token = `token-for-${name}-of-the-stand-${this.tokens.size}`;
    const personId = `person-${name}` as PersonId;
    const expiresAtMs = this.clock.nowMs() + lifeMs;
    const formerIds = formerNames.map((former) => `person-${former}` as PersonId);
    const was = formerIds.length > 0 ? { formerIds } : {};
    this.tokens.set(token, {
      sessionId: `session-${name}`,
      personId,
      role,
      showId: null,
      ...was,
      expiresAtMs,
    });
    return token;
  }

  connect(address = '192.0.2.1'): SocketPair {
    return new SocketPair(this.clock, (connection) => this.realtime.accept(connection, address));
  }

  /** A socket past its welcome. */
  async open(role: VerifiedPrincipal['role'], name: string = role): Promise<SocketPair> {
    const socket = this.connect();
    await socket.hello(this.token(role, name));
    return socket;
  }

  /** Resolves when a socket ends for this reason. */
  closed(reason: string): Promise<void> {
    return new Promise((resolve) => {
      this.#closingListeners.add((said) => said === reason && resolve());
    });
  }

  /** Ticks until this has settled; what takes longer than a request may is a fault. */
  async settle<Result>(work: Promise<Result>): Promise<Result> {
    let isSettled = false;
    const settled = work.finally(() => (isSettled = true));
    settled.catch(() => undefined);
    for (let ticks = 0; !isSettled && ticks < 20; ticks += 1) await this.clock.tick();
    await this.clock.advance(isSettled ? 0 : 15_000);
    return settled;
  }

  /** The show moves on, and who follows it hears of it. */
  append(...events: readonly ShowEvent[]): void {
    this.showStream.append(hostId, events);
  }

  /** Somebody goes by another name from now on. */
  rename(personId: PersonId, name: string): void {
    this.#names.set(personId, name);
    for (const told of this.#nameListeners) told(personId);
  }

  /** The bus was away: any name may be another one now. */
  loseNames(): void {
    this.named.clear();
    for (const told of this.#nameListeners) told(undefined);
  }

  /** Something happens in the room, by this person. */
  appendRoom(actorId: PersonId, ...events: readonly RoomEvent[]): void {
    this.roomStream.append(actorId, events);
  }

  #makeDeps(): RealtimeDeps {
    return {
      config: this.config,
      clock: this.clock,
      logger: pino({ level: 'silent' }),
      identity: {
        verify: async (token) => {
          const principal = this.tokens.get(token);
          if (principal === undefined) throw new Refusal('token-invalid');
          if (principal.expiresAtMs <= this.clock.nowMs()) throw new Refusal('token-expired');
          return principal;
        },
        revokedSince: async () => [...this.ended],
        onRevoked: (listener) => {
          this.revoke = listener;
          return () => undefined;
        },
      },
      application: this.#application(),
      bus: this.bus,
      playlists: this.playlists,
      stages: {
        rtpCapabilities: async () => ({ codecs: [] }),
        state: () => stageState,
        // The stand's results are typed by the tests that look at them.
        call: (async (method: PeerMethod, params: object, owner: { personId: string }) => {
          this.mediaCalls.push({ method, params, personId: owner.personId });
          return this.media(method);
        }) as RealtimeDeps['stages']['call'],
        detach: (_showId, peerId) => this.detached.push(peerId),
        onSignal: (listener) => {
          this.signal = listener;
          return () => undefined;
        },
      },
      metrics: {
        opened: () => undefined,
        closed: (reason) => {
          this.closings.push(reason);
          for (const told of this.#closingListeners) told(reason);
        },
        received: () => undefined,
        sent: () => undefined,
        requestDone: () => undefined,
      },
    };
  }

  /** A stream by its reference, for tests to append to; empty until they do. */
  streamOf<State, Event>(ref: StreamRef<State, Event>): StandStream<State, Event> {
    const known = this.#streams.get(ref.streamId);
    // A stream id belongs to one kind.
    if (known !== undefined) return known as StandStream<State, Event>;
    const made = new StandStream(ref, () => this.clock.nowMs());
    this.#streams.set(ref.streamId, made);
    return made;
  }

  #application(): RealtimeDeps['application'] {
    return {
      nowMs: () => this.clock.nowMs(),
      streams: {
        show: (id) => showStream(mainShopId, id),
        room: (id) => roomStream(mainShopId, id),
        auction: (id) => auctionStream(mainShopId, id),
        shelf: (id) => shelfStream(mainShopId, id),
        order: (id) => orderStream(mainShopId, id),
        catalogue: catalogueStream(mainShopId),
        ledger: ledgerStream(mainShopId),
        tills: tillsStream(mainShopId),
      },
      names: {
        load: async (personIds) => {
          for (const personId of personIds) this.named.add(personId);
        },
        // Whose name was not asked for before is a fault of the caller that tests should see.
        nameOf: (personId) => {
          this.nameLookups += 1;
          return this.named.has(personId) ? (this.#names.get(personId) ?? nameOf(personId)) : 'not loaded';
        },
        sinceMsOf: () => 0,
        forget: () => undefined,
        onChanged: (listener) => {
          this.#nameListeners.add(listener);
          return () => this.#nameListeners.delete(listener);
        },
        close: () => undefined,
      },
      execute: async ({ command }) =>
        command.type === 'go-live'
          ? { outcome: 'accepted', version: this.version, recorded: [] }
          : { outcome: 'rejected', rejection: { code: 'show-wrong-status', details: { status: 'live' } } },
      read: (ref) => this.streamOf(ref).read(),
      follow: (ref, after, listener, onLost) => this.streamOf(ref).follow(after, listener, onLost),
      eventsSince: (ref, after, limits) => this.streamOf(ref).eventsSince(after, limits),
      readShowList: async () => ({ state: [this.show], position: this.showStream.position }),
      followShowList: (after, listener, onLost) =>
        this.showStream.follow(
          after,
          ({ from, position, state }) => listener({ from, position, shows: [state] }),
          onLost,
        ),
      readOrderList: async () => this.orderList.read(),
      followOrderList: async (after, listener) => this.orderList.follow(after, listener),
      authorise: async (principal, method, subject) =>
        // The stand has one show, so what a subject names beside it is what the pure rule wants.
        authorise(principal, method, { show: this.show, direction: subject.direction }),
    };
  }
}

/** `person-vera` is Vera. */
export const nameOf = (personId: string): string => {
  const name = personId.replace(/^person-/, '');
  return name.charAt(0).toUpperCase() + name.slice(1);
};
