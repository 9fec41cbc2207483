import type { Rejection } from '#domain/decision.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { StreamRef } from './command-handler.ts';
import type { KnownCommand, RecordedEvent } from './ports.ts';

/**
 * What became of a command. `version` is that of the command's first stream after it.
 * A repeated accepted command answers as the first time; a refused one is decided again.
 */
export type CommandOutcome =
  | { readonly outcome: 'accepted'; readonly version: number; readonly recorded: readonly RecordedEvent[] }
  | { readonly outcome: 'rejected'; readonly rejection: Rejection<ErrorCode> };

export const rejectedWith = (code: ErrorCode, details?: Rejection['details']): CommandOutcome => ({
  outcome: 'rejected',
  rejection: details === undefined ? { code } : { code, details },
});

export function acceptedAs(
  streams: readonly StreamRef[],
  recorded: readonly RecordedEvent[],
): CommandOutcome {
  const first = streams[0]?.streamId;
  const version = recorded.findLast(({ streamId }) => streamId === first)?.version ?? 0;
  return { outcome: 'accepted', version, recorded };
}

/** The answer of the first time, if it is the same command; an id stands for one content only. */
export const answerAsBefore = (
  streams: readonly StreamRef[],
  before: KnownCommand,
  digest: string,
): CommandOutcome =>
  before.digest === digest ? acceptedAs(streams, before.recorded) : rejectedWith('command-id-reused');
