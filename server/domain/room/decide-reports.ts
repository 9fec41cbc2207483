import { accepted, assertNever, rejected } from '../decision.ts';
import type { RoomCommand, RoomContext, RoomDecision } from './commands.ts';
import { awaitsModerator, isReadableBy, messageById } from './selectors.ts';
import { maximumReportsPerMessage, type RoomMessage, type RoomState } from './state.ts';
import { barred } from './throttle.ts';

type Report = Extract<RoomCommand, { readonly type: 'report-message' }>;
type ReportCommand = Report | Extract<RoomCommand, { readonly type: 'approve-message' | 'dismiss-reports' }>;

/** What comes before the moderators, and what they find harmless. A removed message comes back by undoing only. */
export function decideReports(command: ReportCommand, state: RoomState, context: RoomContext): RoomDecision {
  const { messageId } = command;
  const message = messageById(state, messageId);
  if (!message || message.status === 'removed') return rejected('message-not-found');
  switch (command.type) {
    case 'approve-message': {
      const isOpen = awaitsModerator(message) || message.status === 'shadowed';
      return isOpen ? accepted({ type: 'message-approved', messageId }) : rejected('room-unchanged');
    }
    case 'dismiss-reports':
      return message.reports.length > 0
        ? accepted({ type: 'reports-dismissed', messageId })
        : rejected('room-unchanged');
    case 'report-message':
      return report(command, message, state, context);
    default:
      return assertNever(command);
  }
}

function report(
  { messageId, reason }: Report,
  message: RoomMessage,
  state: RoomState,
  { actor, nowMs, briefing }: RoomContext,
): RoomDecision {
  const isCrew = briefing.standing !== 'public';
  if (!isReadableBy(message, { personId: actor, isCrew })) return rejected('message-not-found');
  if (message.authorId === actor) return rejected('person-protected');
  // Whoever may not write could otherwise go on making work for the moderators.
  const refusal = isCrew ? undefined : barred(state, actor, nowMs);
  if (refusal) return refusal;
  if (message.reports.some(({ byId }) => byId === actor)) return rejected('already-reported');
  if (message.reports.length >= maximumReportsPerMessage) {
    return rejected('room-limit-reached', { limit: maximumReportsPerMessage });
  }
  return accepted({ type: 'message-reported', messageId, reason });
}
