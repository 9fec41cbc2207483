import type { DecidedBatch, Intent } from './batch.ts';
import { acceptedAs, answerAsBefore, type CommandOutcome } from './command-outcome.ts';
import type { ExecutorOptions } from './execute.ts';
import type { KnownCommand, RecordedEvent } from './ports.ts';
import { feedTopic } from './streams.ts';

/** A command whose sender waits for the outcome. */
export interface Waiting<Command> extends Intent<Command> {
  resolve(outcome: CommandOutcome): void;
  reject(error: unknown): void;
}

/** Tells the senders of commands what became of them, and everybody else what happened. */
export class Answers<Command extends object> {
  readonly #options: Omit<ExecutorOptions<Command>, 'handlerOf'>;

  constructor(options: Omit<ExecutorOptions<Command>, 'handlerOf'>) {
    this.#options = options;
  }

  /** What is refused now may have been accepted before, and then its first answer stands. */
  async refused({ refused }: DecidedBatch<Waiting<Command>>): Promise<void> {
    await Promise.all(
      refused.map(async ({ item, rejection }) => {
        const known = await this.#options.log.findCommand(item.append.actorId, item.append.commandId);
        if (!known || !this.known(item, [known])) item.resolve({ outcome: 'rejected', rejection });
      }),
    );
  }

  /** Takes in what was recorded, answers, and wakes others up. */
  appended(
    { accepted }: DecidedBatch<Waiting<Command>>,
    recorded: readonly (readonly RecordedEvent[])[],
  ): void {
    const { streams, bus, shopId } = this.#options;
    const byStream = Map.groupBy(recorded.flat(), ({ streamId }) => streamId);
    const refs = accepted.flatMap(({ item }) => item.streams);
    for (const [streamId, events] of byStream) {
      const ref = refs.find((candidate) => candidate.streamId === streamId);
      if (ref) streams.absorb(ref, events);
      bus.publish(streamId, { recorded: events });
    }
    bus.publish(feedTopic(shopId), { recorded: [] });
    accepted.forEach(({ item }, index) => item.resolve(acceptedAs(item.streams, recorded[index] ?? [])));
  }

  /**
   * Answers a command that was accepted before as the first time; whether it was. Its followers are woken up, because
   * whoever recorded it may have lost the log's answer and told nobody.
   */
  known(item: Waiting<Command>, known: readonly KnownCommand[]): boolean {
    const { bus, shopId } = this.#options;
    const { actorId, commandId, digest } = item.append;
    const before = known.find((one) => one.actorId === actorId && one.commandId === commandId);
    if (!before) return false;
    item.resolve(answerAsBefore(item.streams, before, digest));
    const topics = new Set<string>(before.recorded.map(({ streamId }) => streamId));
    for (const topic of topics.add(feedTopic(shopId))) bus.publish(topic, { recorded: [] });
    return true;
  }
}
