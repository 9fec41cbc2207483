import type { EventId } from '#domain/ids.ts';
import { errorTable, Refusal } from '#protocol/errors.ts';
import type { Application, Command } from '../application.ts';
import type { CommandOutcome } from '../command-outcome.ts';
import { consequenceId } from '../policy.ts';
import { systemPrincipal } from '../system-principal.ts';

/** What follows from what; several consequences of one event differ by their `part`. */
export interface Cause {
  readonly policy: string;
  readonly eventId: EventId;
  readonly part?: string;
}

/**
 * Issues the command that follows from an event, under an id of its own that is the same whenever the event comes again.
 * A refusal is an answer: things moved on. One for the moment only throws, so that the policy is asked again.
 */
export async function issue(
  application: Pick<Application, 'execute'>,
  { policy, eventId, part = '' }: Cause,
  command: Command,
): Promise<CommandOutcome> {
  const commandId = consequenceId(part === '' ? policy : `${policy} ${part}`, eventId);
  const outcome = await application.execute({ command, commandId, principal: systemPrincipal });
  if (outcome.outcome === 'rejected' && errorTable[outcome.rejection.code].temporary) {
    throw new Refusal(outcome.rejection.code, outcome.rejection.details);
  }
  return outcome;
}
