import { rejected, type Decision } from '../decision.ts';
import type { PersonId } from '../ids.ts';
import type { RoomBriefing, RoomRejectionCode } from './commands.ts';
import { restrictionOf } from './selectors.ts';
import { flood, repetitionMs, type RecentWriter, type RoomRules, type RoomState } from './state.ts';

type Refused = Extract<Decision<never, RoomRejectionCode>, { readonly outcome: 'rejected' }> | undefined;

/** Refuses whoever a moderator bars from taking part; a shadow ban tells its person nothing. */
export function barred(state: RoomState, personId: PersonId, nowMs: number): Refused {
  const restriction = restrictionOf(state, personId, nowMs);
  if (restriction === undefined || restriction.kind === 'shadow') return undefined;
  const code = restriction.kind === 'ban' ? 'person-banned' : 'person-timed-out';
  return refuse(code, restriction.untilMs === null ? undefined : restriction.untilMs - nowMs);
}

/** Refuses whom the rules of the room do not let write yet, or at all. */
export function keptOut(
  { access, newcomerWaitMs }: RoomRules,
  briefing: RoomBriefing,
  nowMs: number,
): Refused {
  const isLetIn = access === 'everyone' || (access === 'known' && briefing.isKnown);
  if (!isLetIn) return asRefused(rejected('room-access-refused', { access }));
  const retryAfterMs = briefing.sinceMs + newcomerWaitMs - nowMs;
  if (newcomerWaitMs === 0 || retryAfterMs <= 0) return undefined;
  return asRefused(rejected('room-access-refused', { access, retryAfterMs }));
}

/** Refuses who writes too much, too soon or the same again. Refused attempts leave no trace, so they extend nothing. */
export function throttled(state: RoomState, personId: PersonId, textDigest: string, nowMs: number): Refused {
  const writer = state.recentWriters.find((candidate) => candidate.personId === personId);
  const lastMs = writer?.sentAtMs.at(-1);
  if (writer === undefined || lastMs === undefined) return undefined;
  const floodLeftMs = floodBlockEndsAtMs(writer, lastMs) - nowMs;
  if (floodLeftMs > 0) return refuse('flood-blocked', floodLeftMs);
  const slowLeftMs = lastMs + state.rules.slowModeMs - nowMs;
  if (slowLeftMs > 0) return refuse('slow-mode', slowLeftMs);
  if (writer.lastText === textDigest && nowMs - lastMs < repetitionMs) return refuse('message-repeated');
  return undefined;
}

/** Whoever wrote as many as the flood rule counts, that quickly, is silent for its block after the last of them. */
function floodBlockEndsAtMs({ sentAtMs }: RecentWriter, lastMs: number): number {
  const firstMs = sentAtMs.at(-flood.messages);
  return firstMs !== undefined && lastMs - firstMs <= flood.withinMs ? lastMs + flood.blockMs : lastMs;
}

const refuse = (code: RoomRejectionCode, retryAfterMs?: number): Refused =>
  asRefused(rejected(code, retryAfterMs === undefined ? undefined : { retryAfterMs }));

const asRefused = (decision: Decision<never, RoomRejectionCode>): Refused =>
  decision.outcome === 'rejected' ? decision : undefined;
