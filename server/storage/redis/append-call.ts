import {
  maximumDecisionAgeMs,
  maximumMissingEvents,
  type AppendRequest,
  type AppendResult,
  type IdSource,
  type RecordedEvent,
} from '#application/ports.ts';
import { conflictOf } from '../conflict.ts';
import { recordedOf, toStore, type CommandToStore } from '../stored-commands.ts';
import { shopKeysOf, shopOf, streamKeysOf } from './log-keys.ts';
import type { CommandName } from './log-reader.ts';
import { eventOf, type Entry } from './stored-events.ts';
import { turnMs } from './turn-script.ts';

export type AppendReply =
  | Exclude<AppendResult, { outcome: 'known' }>
  | {
      readonly outcome: 'known';
      readonly found: readonly { readonly name: CommandName; readonly value: string }[];
    }
  | { readonly outcome: 'wait' };

/** One append as its script takes it. Its event ids are made once, so that asked twice it is the same append. */
export class AppendCall {
  readonly keys: readonly string[];
  readonly args: readonly (string | number)[];
  /** The same call for one who was told to wait: it looks whether its turn has come, and writes nothing. */
  readonly lookArgs: readonly (string | number)[];
  readonly #request: AppendRequest;
  readonly #commands: readonly CommandToStore[];

  constructor(request: AppendRequest, writerId: string, ids: IdSource) {
    const { shopId, expected, decidedAtMs } = request;
    if (expected.some(({ streamId }) => shopOf(streamId) !== shopId)) {
      throw new Error('an append writes to a stream of another shop');
    }
    this.#request = request;
    this.#commands = request.commands.map((command) => toStore(command, ids));
    const { feed, commands, emptyCommands } = shopKeysOf(shopId);
    const streams = expected.map(({ streamId }) => streamKeysOf(streamId));
    this.keys = [feed, commands, emptyCommands, ...streams.flatMap(({ events, turn }) => [events, turn])];
    const limits = [decidedAtMs, maximumDecisionAgeMs, maximumMissingEvents, turnMs, writerId];
    const counts = [expected.length, this.#commands.length];
    const versions = expected.map(({ version }) => version);
    this.args = [...limits, ...counts, ...versions, ...this.#commandArgs()];
    this.lookArgs = [...limits, expected.length, 0, ...versions, ...this.#written()];
  }

  /** What the script replied, which append-script.ts says. */
  replyOf(reply: unknown): AppendReply {
    const [outcome, ...rest] = reply as readonly [AppendReply['outcome'], ...unknown[]];
    switch (outcome) {
      case 'appended':
        return {
          outcome,
          recorded: recordedOf(this.#commands, this.#request.expected, rest as readonly number[]),
        };
      case 'known':
        return { outcome, found: pairsOf<string>(rest).map(([index, value]) => this.#found(index, value)) };
      case 'conflict':
        return conflictOf(
          this.#request.expected,
          pairsOf<readonly Entry[]>(rest).flatMap((pair) => this.#eventsOf(...pair)),
        );
      case 'wait':
      case 'stale':
      case 'storage-full':
        return { outcome };
    }
  }

  /**
   * Whether these commands are remembered from this very call, whose first answer was lost on the way. Their event ids
   * say so; a call without events cannot tell and need not, because nobody waits for its events.
   */
  isRecordedIn(known: readonly { readonly recorded: readonly RecordedEvent[] }[]): boolean {
    const recorded = new Set(known.flatMap((command) => command.recorded.map(({ eventId }) => eventId)));
    const ours = this.#commands.flatMap(({ events }) => events);
    return (
      known.length === this.#commands.length &&
      ours.length > 0 &&
      ours.every(({ eventId }) => recorded.has(eventId))
    );
  }

  /** The numbers of the streams it writes to. */
  #written(): readonly number[] {
    const written = new Set(this.#commands.flatMap(({ events }) => events.map(({ streamId }) => streamId)));
    return this.#request.expected.flatMap(({ streamId }, index) =>
      written.has(streamId) ? [index + 1] : [],
    );
  }

  #commandArgs(): (string | number)[] {
    const numbers = new Map(this.#request.expected.map(({ streamId }, index) => [streamId, index + 1]));
    return this.#commands.flatMap(({ actorId, commandId, digest, events }) => [
      actorId,
      commandId,
      digest,
      events.length,
      ...events.flatMap(({ streamId, eventId, body }) => [numbers.get(streamId) ?? 0, eventId, body]),
    ]);
  }

  #found(number: number, value: string): { name: CommandName; value: string } {
    const command = this.#commands[number - 1];
    if (!command) throw new Error('Redis knows a command that was not asked for');
    return { name: { actorId: command.actorId, commandId: command.commandId }, value };
  }

  #eventsOf(number: number, entries: readonly Entry[]): readonly RecordedEvent[] {
    const expected = this.#request.expected[number - 1];
    return expected ? entries.map((entry) => eventOf(expected.streamId, entry)) : [];
  }
}

/** The script replies numbers and what belongs to them in turns. */
function pairsOf<Second>(flat: readonly unknown[]): (readonly [number: number, item: Second])[] {
  const pairs: (readonly [number, Second])[] = [];
  for (let index = 0; index < flat.length; index += 2)
    pairs.push([Number(flat[index]), flat[index + 1] as Second]);
  return pairs;
}
