import { computed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RoomView } from '#protocol/room-views.ts';
import { ButtonLink } from '../../design/button.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import type { Live } from '../../live/live.ts';
import { tableError, type CallError } from '../../live/outcome.ts';
import { perPerson } from '../../live/per-person.ts';
import { createRoom } from '../../live/room.ts';
import { createShowChannel } from '../../live/show-channel.ts';
import { systemTime } from '../../live/time-source.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import type { PageProps } from '../../router.tsx';
import { useLive } from '../../shell/live-context.ts';
import { RoleGate } from '../../shell/role-gate.tsx';
import { Workplace } from './workplace.tsx';
import './moderation.css';

/** What the desk stands on before the room is there; it is drawn only after that. */
const emptyRoom = (showId: string): RoomView => ({
  showId,
  rules: { access: 'everyone', slowModeMs: 0, newcomerWaitMs: 0, allowsLinks: false },
  messages: [],
  pins: [],
  own: { restriction: null, blockedIds: [] },
});

/** Room and show of one page. `view` is the room as it last was, whatever becomes of the connection. */
const followRoom = (live: Live, showId: string) => {
  const socket = live.socket();
  const time = systemTime;
  const room = createRoom({ socket, showId, time, nowMs: () => live.clock.nowMs() });
  const show = createShowChannel({ socket, showId, time });
  let last = emptyRoom(showId);
  const view = computed(() => {
    const state = room.follow.value;
    if (state.status === 'ready') last = state.view;
    return last;
  });
  const close = () => {
    room.close();
    show.close();
  };
  return { room, show, view, close };
};

const Loading = () => (
  <div
    class="moderation moderation-loading"
    role="group"
    aria-busy="true"
    aria-label={t('everywhere.loading')}
  >
    <Skeleton height="2rem" width="14rem" />
    <div class="desk">
      <Skeleton height="100%" />
      <Skeleton height="100%" />
      <Skeleton height="100%" />
    </div>
  </div>
);

const NoEntry = ({ error }: { readonly error: CallError }) => (
  <ErrorState title={t('moderation.openFailed')} advice={errorText(error)}>
    <ButtonLink href="/moderation" tone="act">
      {t('everywhere.back')}
    </ButtonLink>
  </ErrorState>
);

const Moderation = ({ showId }: { readonly showId: string }) => {
  const live = useLive();
  // What another person waits for, and may do, is made anew with the desk.
  const kept = useMemo(() => perPerson(live.session, () => followRoom(live, showId)), [live, showId]);
  useEffect(() => kept.close, [kept]);
  const { room, show, view } = kept.current.value;
  const now = room.follow.value;
  if (now.status === 'loading') return <Loading />;
  if (now.status === 'refused') return <NoEntry error={now.error} />;
  // A host of another show is the public here, and so sees neither removed messages nor rulings.
  if (now.view.rulings === undefined) return <NoEntry error={tableError('forbidden')} />;
  const state = show.follow.value;
  return (
    <Workplace
      showId={showId}
      title={state.status === 'ready' ? state.show.title : ''}
      view={view}
      room={room}
      staleSinceMs={now.staleSinceMs}
    />
  );
};

/** The moderators' page of one show's chat. */
export const Page = ({ params }: PageProps) => (
  <RoleGate roles={['admin', 'host', 'moderator', 'agent', 'staff']}>
    <Moderation showId={params['showId'] ?? ''} />
  </RoleGate>
);
