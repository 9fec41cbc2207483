import type { Rejection } from '#domain/decision.ts';
import { Refusal, type ErrorCode } from '#protocol/errors.ts';
import type { StreamRef } from './command-handler.ts';
import type { KnownCommand, RecordedEvent } from './ports.ts';

/**
 * What became of a command. `version` is that of the command's first stream after it.
 * A repeated accepted command answers as the first time; a refused one is decided again.
 */
export type CommandOutcome =
  | {
      readonly outcome: 'accepted';
      readonly version: number;
      readonly recorded: readonly RecordedEvent[];
      /** What whoever asked is told beside the version, as the method's view says (a bid's receipt); absent: nothing. */
      readonly answer?: Readonly<Record<string, unknown>>;
    }
  | { readonly outcome: 'rejected'; readonly rejection: Rejection<ErrorCode> };

/** What goes over the wire; throws a `Refusal` for a command that was rejected. */
export function answerOf(outcome: CommandOutcome): { readonly version: number } {
  if (outcome.outcome === 'rejected') throw new Refusal(outcome.rejection.code, outcome.rejection.details);
  return { ...outcome.answer, version: outcome.version };
}

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
