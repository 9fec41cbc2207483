import { assertNever } from '#domain/decision.ts';
import type { TillsChannelEvent, TillsView } from '#protocol/till-views.ts';
import { followView, type FollowOptions, type Followed } from './follow-view.ts';
import { withItem } from './listed.ts';

/** The tills after one event. Pure. */
export const applyTillsEvent = (view: TillsView, event: TillsChannelEvent): TillsView => {
  switch (event.type) {
    case 'tills.till':
      return { ...view, tills: withItem(view.tills, event.till, ({ tillId }) => tillId) };
    case 'tills.cashiers':
      return { ...view, cashiers: event.cashiers };
    default:
      return assertNever(event);
  }
};

/** The tills of the shop; for its crew. */
export const followTills = ({ socket, time }: FollowOptions): Followed<TillsView> =>
  followView<TillsView, TillsChannelEvent>({ socket, time, channel: 'tills', apply: applyTillsEvent });
