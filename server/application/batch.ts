import type { Rejection } from '#domain/decision.ts';
import type { StreamId } from '#domain/ids.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { CommandHandler, StreamEvent, StreamRef } from './command-handler.ts';
import type { HotStream } from './hot-streams.ts';
import type { CommandAppend, ExpectedVersion } from './ports.ts';
import type { Principal } from './principal.ts';

/** A command on its way, with the streams that it touches. */
export interface Intent<Command> {
  readonly command: Command;
  readonly append: Omit<CommandAppend, 'events'>;
  readonly principal: Principal;
  readonly streams: readonly StreamRef[];
  /** See `CommandHandler.brief`. */
  readonly briefing: unknown;
}

/** What a batch of intents comes to, decided one upon the other. Nothing of it has happened yet. */
export interface DecidedBatch<Item> {
  readonly decidedAtMs: number;
  readonly expected: readonly ExpectedVersion[];
  readonly accepted: readonly { readonly item: Item; readonly append: CommandAppend }[];
  readonly refused: readonly { readonly item: Item; readonly rejection: Rejection<ErrorCode> }[];
}

/**
 * Decides commands in order, each on the state that those before it would leave. `loaded` holds every stream they
 * touch. The states in between are only supposed: the true ones come from the events as the log recorded them.
 */
export function decideBatch<Command, Item extends Intent<Command>>(
  handlerOf: (command: Command) => CommandHandler<Command>,
  items: readonly Item[],
  loaded: ReadonlyMap<StreamId, HotStream>,
  storeNowMs: number,
): DecidedBatch<Item> {
  const nowMs = Math.max(storeNowMs, ...[...loaded.values()].map(({ atMs }) => atMs));
  const states = new Map([...loaded].map(([streamId, { state }]) => [streamId, state]));
  const accepted: DecidedBatch<Item>['accepted'][number][] = [];
  const refused: DecidedBatch<Item>['refused'][number][] = [];
  for (const item of items) {
    const before = item.streams.map(({ streamId }) => states.get(streamId));
    const context = { nowMs, principal: item.principal, briefing: item.briefing };
    const decision = handlerOf(item.command).decide(item.command, before, context);
    if (decision.outcome === 'rejected') {
      refused.push({ item, rejection: decision.rejection });
      continue;
    }
    accepted.push({ item, append: { ...item.append, events: decision.events } });
    for (const event of decision.events) suppose(states, item, event, nowMs);
  }
  const expected = [...loaded].map(([streamId, { position }]) => ({ streamId, version: position.version }));
  return { decidedAtMs: storeNowMs, expected, accepted, refused };
}

function suppose<Command>(
  states: Map<StreamId, unknown>,
  item: Intent<Command>,
  { streamId, event }: StreamEvent,
  nowMs: number,
): void {
  const kind = item.streams.find((ref) => ref.streamId === streamId)?.kind;
  if (!kind) throw new Error('a command wrote to a stream that it does not name');
  const occurrence = { event, atMs: nowMs, actorId: item.principal.personId };
  states.set(streamId, kind.evolve(states.get(streamId), occurrence));
}

/** Neighbours that touch the same streams: they stand or fall together, whatever the others conflict with. */
export function runsOfSameStreams<Item extends Pick<Intent<unknown>, 'streams'>>(
  items: readonly Item[],
): readonly (readonly Item[])[] {
  const runs: Item[][] = [];
  const keyOf = ({ streams }: Item) => streams.map(({ streamId }) => streamId).join(' ');
  for (const item of items) {
    const [last] = runs.at(-1) ?? [];
    if (last && keyOf(last) === keyOf(item)) runs.at(-1)?.push(item);
    else runs.push([item]);
  }
  return runs;
}
