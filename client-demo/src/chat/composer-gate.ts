import type { OwnStanding, RoomRulesView } from '#protocol/room-views.ts';

/** What decides whether somebody may write; all times are server time. */
export interface GateFacts {
  readonly own: OwnStanding;
  readonly rules: Pick<RoomRulesView, 'access' | 'newcomerWaitMs'>;
  /** Of this show's crew: never slowed, never kept out. */
  readonly isCrew: boolean;
  /** What the server said last when it refused a message for good; null when it did not. */
  readonly refusal: {
    readonly reason: 'closed' | 'known' | 'newcomer';
    readonly untilMs: number | null;
  } | null;
  readonly nowMs: number;
}

/** Why one cannot write. */
export type ClosedReason = 'closed' | 'banned' | 'timed-out' | 'newcomer' | 'known' | 'crew';

export type Gate =
  | { readonly status: 'open' }
  /** `untilMs`: when it opens by itself; null when it does not. */
  | { readonly status: 'closed'; readonly reason: ClosedReason; readonly untilMs: number | null };

const open: Gate = { status: 'open' };
const closed = (reason: ClosedReason, untilMs: number | null = null): Gate => ({
  status: 'closed',
  reason,
  untilMs,
});

const isOver = (untilMs: number | null, nowMs: number): boolean => untilMs !== null && untilMs <= nowMs;

/** Whether one may write, or why not and until when. The strongest reason is told. Pure. */
export const gateOf = ({ own, rules, isCrew, refusal, nowMs }: GateFacts): Gate => {
  if (refusal?.reason === 'closed' && !isOver(refusal.untilMs, nowMs))
    return closed('closed', refusal.untilMs);
  if (isCrew) return open;
  const { restriction } = own;
  if (restriction !== null && !isOver(restriction.untilMs, nowMs)) {
    return closed(restriction.kind === 'ban' ? 'banned' : 'timed-out', restriction.untilMs);
  }
  if (rules.access === 'crew') return closed('crew');
  if (refusal?.reason === 'known' && rules.access === 'known') return closed('known');
  if (refusal?.reason === 'newcomer' && rules.newcomerWaitMs > 0 && !isOver(refusal.untilMs, nowMs)) {
    return closed('newcomer', refusal.untilMs);
  }
  return open;
};
