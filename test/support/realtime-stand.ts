import { pino } from 'pino';
import { loadConfig, type Config } from '#config/load.ts';
import { authorise } from '#application/authorise.ts';
import type { Application, ShowChange } from '#application/application.ts';
import type { VerifiedPrincipal } from '#application/identity/identity.ts';
import type { CommandId, EventId, PersonId, ShowId, StreamId } from '#domain/ids.ts';
import { evolveShow, initialShowState, type ShowEvent, type ShowState } from '#domain/show/show.ts';
import type { PeerMethod, StageSignal } from '#media/stage-control.ts';
import { Refusal } from '#protocol/errors.ts';
import type { StageState } from '#protocol/methods/stage.ts';
import type { RealtimeDeps } from '#realtime/ports.ts';
import { Realtime } from '#realtime/realtime.ts';
import { FakeClock } from './fake-clock.ts';
import { SocketPair } from './socket-pair.ts';

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
};

/** The socket layer on a stand: real sessions, router, attendance and rights between hand-made neighbours. */
export class RealtimeStand {
  readonly clock = new FakeClock();
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
  /** What media answers to a call; an empty stage result by default. */
  media: (method: PeerMethod) => Promise<object> = async () => ({ stage: stageState, iceServers: [] });
  show: ShowState = initialShowState;
  version = 0;
  revoke: (sessionId: string) => void = () => undefined;
  signal: (signal: StageSignal) => void = () => undefined;
  readonly #closingListeners = new Set<(reason: string) => void>();
  #followers = new Set<(change: ShowChange) => void>();

  constructor(overrides: Partial<Config> = {}) {
    this.config = loadConfig({}, overrides);
    this.deps = this.#makeDeps();
    this.realtime = new Realtime(this.deps);
    this.append({ type: 'show-created', showId, title: 'Pottery', description: '', hostId });
    this.append({ type: 'show-scheduled', startsAtMs: this.clock.nowMs() + 60_000 });
  }

  get followers(): number {
    return this.#followers.size;
  }

  /** A token for a person of this role, valid for an hour of the clock. */
  token(role: VerifiedPrincipal['role'], name: string = role, lifeMs = 3_600_000): string {
    const token = `token-for-${name}-of-the-stand-${this.tokens.size}`;
    const personId = `person-${name}` as PersonId;
    const expiresAtMs = this.clock.nowMs() + lifeMs;
    this.tokens.set(token, { sessionId: `session-${name}`, personId, role, showId: null, expiresAtMs });
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

  /** The show moves on, and who follows it hears of it. */
  append(...events: readonly ShowEvent[]): void {
    const from = this.version;
    const recorded = events.map((event, index) => ({
      eventId: `event-${from + index + 1}` as EventId,
      streamId: `{shop}:show-${showId}` as StreamId,
      version: from + index + 1,
      atMs: this.clock.nowMs(),
      actorId: hostId,
      commandId: `command-${from}` as CommandId,
      event,
    }));
    this.show = recorded.reduce((state, occurrence) => evolveShow(state, occurrence), this.show);
    this.version += events.length;
    const change = { showId, from, position: this.#position(), recorded, state: this.show };
    for (const follower of this.#followers) follower(change);
  }

  #position() {
    return { version: this.version, eventId: `event-${this.version}` as EventId };
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
      people: {
        find: async (personId) => ({ personId, displayName: 'Hanna', createdAtMs: 0 }),
      },
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

  #application(): Pick<Application, 'nowMs' | 'execute' | 'readShow' | 'followShow' | 'authorise'> {
    return {
      nowMs: () => this.clock.nowMs(),
      execute: async ({ command }) =>
        command.type === 'go-live'
          ? { outcome: 'accepted', version: this.version, recorded: [] }
          : { outcome: 'rejected', rejection: { code: 'show-wrong-status', details: { status: 'live' } } },
      readShow: async () => ({ state: this.show, position: this.#position() }),
      followShow: async (_showId, _after, listener) => {
        this.#followers.add(listener);
        return { close: () => this.#followers.delete(listener) };
      },
      authorise: async (principal, method, subject) =>
        // The stand has one show, so what a subject names beside it is what the pure rule wants.
        authorise(principal, method, { show: this.show, direction: subject.direction }),
    };
  }
}
