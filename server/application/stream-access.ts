import type { Application, Following, Reading, RecoveryLimits, StreamChange } from './application.ts';
import type { StreamRef } from './command-handler.ts';
import type { Followers } from './followers.ts';
import type { HotStreams } from './hot-streams.ts';
import type { Bus, EventLog, Position, RecordedEvent } from './ports.ts';
import { positionAfter, readWithin } from './recovery.ts';
import { StreamFollower } from './stream-follower.ts';

export interface StreamAccessOptions {
  readonly log: EventLog;
  readonly bus: Bus;
  readonly streams: HotStreams;
  readonly followers: Followers;
  readonly onError: (error: unknown, where: string) => void;
}

/** Reading, following and recovering any stream; see `Application` for what each promises. */
export class StreamAccess implements Pick<Application, 'read' | 'follow' | 'eventsSince'> {
  readonly #options: StreamAccessOptions;

  constructor(options: StreamAccessOptions) {
    this.#options = options;
  }

  async read<State, Event>(stream: StreamRef<State, Event>): Promise<Reading<State>> {
    const { state, position } = await this.#options.streams.load(stream);
    return { state, position };
  }

  /** The state as memory has it, perhaps behind the log. */
  async peek<State, Event>(stream: StreamRef<State, Event>): Promise<State> {
    const { streams } = this.#options;
    return (streams.peek(stream) ?? (await streams.load(stream))).state;
  }

  async follow<State, Event>(
    stream: StreamRef<State, Event>,
    after: Position,
    listener: (change: StreamChange<State, Event>) => void,
    onLost?: () => void,
  ): Promise<Following | undefined> {
    const { log, bus, onError, followers } = this.#options;
    const { streamId } = stream;
    const deliver = async (recorded: readonly RecordedEvent[], from: Position): Promise<void> => {
      const change = await this.#changeOf(stream, recorded, from);
      try {
        listener(change);
      } catch (error) {
        // A bug of the listener: told once, since the same events would only find it again.
        onError(error, streamId);
      }
    };
    const follower = await StreamFollower.start({
      streamId,
      after,
      log,
      bus,
      onError,
      onLost,
      deliver,
    });
    return follower && followers.keep(follower);
  }

  async eventsSince<State, Event>(
    { streamId }: StreamRef<State, Event>,
    after: Position,
    limits: RecoveryLimits,
  ): Promise<readonly RecordedEvent<Event>[] | undefined> {
    const recorded = await readWithin(this.#options.log, streamId, after, limits);
    return recorded?.map(asEventOf<Event>);
  }

  async #changeOf<State, Event>(
    stream: StreamRef<State, Event>,
    recorded: readonly RecordedEvent[],
    from: Position,
  ): Promise<StreamChange<State, Event>> {
    const { streams } = this.#options;
    const position = positionAfter(from, recorded);
    const hot = streams.peek(stream);
    const isCurrent = hot !== undefined && hot.position.version >= position.version;
    const { state } = isCurrent ? hot : await streams.load(stream);
    return { from: from.version, position, recorded: recorded.map(asEventOf<Event>), state };
  }
}

/** A stream holds the events of its kind only. */
const asEventOf = <Event>(recorded: RecordedEvent): RecordedEvent<Event> => ({
  ...recorded,
  event: recorded.event as Event,
});
