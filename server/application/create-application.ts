import type { Rejection } from '#domain/decision.ts';
import type { ShopId, ShowId, SourceId } from '#domain/ids.ts';
import { initialShowState, type ShowState } from '#domain/show/show.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { MethodName } from '#protocol/methods/methods.ts';
import type {
  Application,
  Command,
  Following,
  MethodSubject,
  Reading,
  RecoveryLimits,
  StreamChange,
  Streams,
} from './application.ts';
import { authorise } from './authorise.ts';
import type { StreamRef } from './command-handler.ts';
import { Executor } from './execute.ts';
import { FeedFollower } from './feed-follower.ts';
import { HotStreams } from './hot-streams.ts';
import type { Policy } from './policy.ts';
import type { Bus, EventLog, Position, RecordedEvent } from './ports.ts';
import type { Principal } from './principal.ts';
import { positionAfter, readSince } from './recovery.ts';
import { roomStream } from './room-stream.ts';
import { showCommands, showStream } from './show-commands.ts';
import { ShowList } from './show-list.ts';
import { StreamFollower } from './stream-follower.ts';

export interface ApplicationOptions {
  readonly shopId: ShopId;
  readonly log: EventLog;
  readonly bus: Bus;
  /** Something in the background failed and will be tried again: for the log of the operator. */
  readonly onError: (error: unknown, where: string) => void;
  /** How often followers look at the log by themselves, in case the bus lost a message. */
  readonly sweepMs?: number;
}

/** Streams in memory: some 20 MB of shows at most, more than one server ever has hot. */
const maximumHotStreams = 5_000;
/** Loading reads at most so many events beyond a snapshot. */
const snapshotEvery = 200;
/** A lost wake-up is rare (the bus within one process loses none), so its mending may take a second. */
const defaultSweepMs = 1_000;

/** Builds the core over a log and a bus; both stay the caller's to close, after `shutdown`. */
export async function createApplication(options: ApplicationOptions): Promise<Application> {
  return new ShowApplication(options, await ShowList.open(options.log, options.shopId));
}

interface Follower {
  wake(): void;
  close(): void | Promise<void>;
}

class ShowApplication implements Application {
  readonly streams: Streams;
  readonly #options: ApplicationOptions;
  readonly #shows: ShowList;
  readonly #streams: HotStreams;
  readonly #executor: Executor<Command>;
  readonly #followers = new Set<Follower>();
  readonly #sweep: NodeJS.Timeout;
  #shutdown: Promise<void> | undefined;

  constructor(options: ApplicationOptions, shows: ShowList) {
    const { log, bus, shopId, onError, sweepMs = defaultSweepMs } = options;
    this.#options = options;
    this.streams = {
      show: (showId) => showStream(shopId, showId),
      room: (showId) => roomStream(shopId, showId),
    };
    this.#shows = shows;
    const onSnapshotError = (error: unknown) => onError(error, 'snapshot');
    this.#streams = new HotStreams({
      log,
      maximumStreams: maximumHotStreams,
      snapshotEvery,
      onSnapshotError,
    });
    const handler = showCommands(shopId);
    this.#executor = new Executor({ shopId, log, bus, streams: this.#streams, handlerOf: () => handler });
    this.#sweep = setInterval(() => this.#followers.forEach((follower) => follower.wake()), sweepMs);
  }

  nowMs(): number {
    return this.#options.log.nowMs();
  }

  execute({ command, commandId, principal }: Parameters<Application['execute']>[0]) {
    return this.#executor.execute(command, commandId, principal);
  }

  async read<State, Event>(stream: StreamRef<State, Event>): Promise<Reading<State>> {
    const { state, position } = await this.#streams.load(stream);
    return { state, position };
  }

  readShow(showId: ShowId): Promise<Reading<ShowState>> {
    return this.read(this.streams.show(showId));
  }

  async listShows(principal: Principal) {
    await this.#shows.catchUp();
    return this.#shows.list(principal);
  }

  async follow<State, Event>(
    stream: StreamRef<State, Event>,
    after: Position,
    listener: (change: StreamChange<State, Event>) => void,
    onLost?: () => void,
  ): Promise<Following | undefined> {
    const { log, bus, onError } = this.#options;
    const follower = await StreamFollower.start({
      streamId: stream.streamId,
      after,
      log,
      bus,
      onError,
      onLost,
      deliver: async (recorded, from) => listener(await this.#changeOf(stream, recorded, from)),
    });
    return follower && this.#keep(follower);
  }

  async eventsSince<State, Event>(
    { streamId }: StreamRef<State, Event>,
    after: Position,
    limits: RecoveryLimits,
  ): Promise<readonly RecordedEvent<Event>[] | undefined> {
    const recorded = await readSince(this.#options.log, streamId, after, limits.events + 1);
    return recorded && recorded.length <= limits.events ? recorded.map(asEventOf<Event>) : undefined;
  }

  async authorise(
    principal: Principal,
    method: MethodName,
    subject: MethodSubject,
  ): Promise<Rejection<ErrorCode> | undefined> {
    const showId = subject.showId ?? showIdOfChannel(subject.channel);
    const show = showId === undefined ? initialShowState : (await this.readShow(showId)).state;
    // Ids are compared only, so one that came unparsed simply matches nothing.
    const sourceId = subject.sourceId as SourceId | undefined;
    return authorise(principal, method, { show, sourceId, direction: subject.direction });
  }

  async startPolicy(policy: Policy): Promise<Following> {
    const { log, bus, shopId, onError } = this.#options;
    return this.#keep(await FeedFollower.start({ log, bus, shopId, policy, onError }));
  }

  shutdown(): Promise<void> {
    this.#shutdown ??= this.#stop();
    return this.#shutdown;
  }

  async #stop(): Promise<void> {
    clearInterval(this.#sweep);
    await this.#executor.drain();
    await Promise.all([...this.#followers].map(async (follower) => follower.close()));
    this.#followers.clear();
    await this.#shows.catchUp();
    await this.#shows.save();
  }

  async #changeOf<State, Event>(
    stream: StreamRef<State, Event>,
    recorded: readonly RecordedEvent[],
    from: Position,
  ): Promise<StreamChange<State, Event>> {
    const position = positionAfter(from, recorded);
    const hot = this.#streams.peek(stream);
    const isCurrent = hot !== undefined && hot.position.version >= position.version;
    const { state } = isCurrent ? hot : await this.#streams.load(stream);
    return { from: from.version, position, recorded: recorded.map(asEventOf<Event>), state };
  }

  #keep(follower: Follower): Following {
    this.#followers.add(follower);
    return {
      close: () => {
        this.#followers.delete(follower);
        void follower.close();
      },
    };
  }
}

/** A stream holds the events of its kind only. */
const asEventOf = <Event>(recorded: RecordedEvent): RecordedEvent<Event> => ({
  ...recorded,
  event: recorded.event as Event,
});

/** The schema of `channel.subscribe` checked the form, which is that of a show's id after the prefix. */
const showIdOfChannel = (channel: string | undefined): ShowId | undefined =>
  /^(?:show|room)-(?<showId>.+)$/.exec(channel ?? '')?.groups?.['showId'] as ShowId | undefined;
