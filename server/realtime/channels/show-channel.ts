import { audienceOf, authorise } from '#application/authorise.ts';
import type { Application } from '#application/application.ts';
import type { ShowEvent, ShowState } from '#domain/show/show.ts';
import { Refusal } from '#protocol/errors.ts';
import { presentShow, presentShowEvents } from '../present-show.ts';
import type { ChannelKind } from './channel-kind.ts';

/** `show-<id>`: the show itself. Its events carry it as it is now, so each makes void what was serialised before. */
export function showChannelKind(
  name: string,
  show: () => ShowState,
  names: Pick<Application['names'], 'nameOf'>,
): ChannelKind<ShowState, ShowEvent> {
  const hostNameOf = (state: ShowState) => (state.status === 'absent' ? '' : names.nameOf(state.hostId));
  const hostOf = (state: ShowState) => (state.status === 'absent' ? [] : [state.hostId]);
  return {
    name,
    decidesRights: true,
    audienceOf: (principal) => audienceOf(principal, show()),
    refusalOf: (principal) => authorise(principal, 'channel.subscribe', { show: show() }),
    peopleOf: (_recorded, state) => hostOf(state),
    peopleIn: hostOf,
    present: (recorded, state, { audience }) =>
      state.status === 'absent' ? [] : presentShowEvents([recorded], state, hostNameOf(state), audience),
    selvesOf: () => [],
    snapshot: (state, { audience }) => {
      if (state.status === 'absent') throw new Refusal('show-not-found');
      return presentShow(state, hostNameOf(state), audience);
    },
    isApart: () => false,
    isRetroactive: () => true,
    isUrgent: () => true,
  };
}
