import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { RoomView } from '#protocol/room-views.ts';
import { IconButton } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { StaleNote } from '../../design/notice.tsx';
import { Tabs } from '../../design/tabs.tsx';
import type { Live } from '../../live/live.ts';
import type { Room } from '../../live/room.ts';
import type { MessageKey } from '../../messages/language.ts';
import { t } from '../../messages/t.ts';
import { formatCount } from '../../messages/time.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useLive } from '../../shell/live-context.ts';
import { areAlertsOn, toggleAlerts, useAlerts } from './alerts.ts';
import { AuthorCard } from './author-card.tsx';
import { useDeskKeys } from './keys.ts';
import { LiveChat } from './live-chat.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { QueueColumn } from './queue-column.tsx';
import { RulesPanel } from './rules-panel.tsx';
import { TrailPanel } from './trail-panel.tsx';
import { createDesk, DeskContext, type Desk } from './use-desk.ts';
import { useMedia } from './use-media.ts';
import './moderation.css';

type ViewName = 'queue' | 'chat' | 'trail' | 'rules' | 'people';
const viewKeys: Readonly<Record<ViewName, MessageKey>> = {
  queue: 'moderation.viewQueue',
  chat: 'moderation.viewChat',
  trail: 'moderation.viewTrail',
  rules: 'moderation.viewRules',
  people: 'moderation.viewPeople',
};

interface WorkplaceProps {
  readonly showId: string;
  readonly title: string;
  readonly view: ReadonlySignal<RoomView>;
  readonly room: Room;
  readonly staleSinceMs: number | null;
}

/** Roles that act by the server's own table (server/application/permissions.ts); the others of the crew may look. */
const actingRoles: readonly string[] = ['admin', 'host', 'moderator'];

const deskFor = (live: Live, showId: string, room: Room, view: ReadonlySignal<RoomView>) => {
  const who = live.session.state.peek();
  const session = who.status === 'signed-in' ? who.session : undefined;
  return createDesk({
    socket: live.socket(),
    showId,
    room,
    view,
    ownId: session?.personId ?? '',
    mayAct: actingRoles.includes(session?.role ?? ''),
    nowMs: () => live.clock.nowMs(),
  });
};

/** Moves the focus to the selected row when the desk asks for it, and rescues it from a row that has gone. */
const useRowFocus = (desk: Desk): void => {
  const hadRow = useRef(false);
  const calls = desk.focusCalls.value;
  const list = desk.list.value;
  const id = desk.id.value;
  const focusRow = () => {
    const row =
      document.querySelector<HTMLElement>(`[data-row="${list}:${id ?? 'empty'}"]`) ??
      document.querySelector<HTMLElement>(`[data-row="${list}:empty"]`);
    row?.scrollIntoView({ block: 'nearest' });
    row?.focus({ preventScroll: true });
    // A phone shows the message in place of the row.
    if (document.activeElement !== row) {
      document.querySelector<HTMLElement>('.author-back button')?.focus({ preventScroll: true });
    }
  };
  useEffect(() => {
    const note = () => {
      hadRow.current = document.activeElement?.closest('[data-row], .act-panel') !== null;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, []);
  useLayoutEffect(() => {
    if (calls > 0) focusRow();
  }, [calls]);
  useLayoutEffect(() => {
    if (hadRow.current && document.activeElement === document.body) focusRow();
  }, [id, desk.items.value]);
};

const AlertsToggle = () => {
  const isOn = areAlertsOn.value;
  return (
    <IconButton
      icon={isOn ? 'bell' : 'bell-off'}
      label={t(isOn ? 'moderation.alertsOn' : 'moderation.alertsOff')}
      aria-pressed={isOn}
      onClick={() => void toggleAlerts()}
    />
  );
};

const Head = ({ title, present }: { readonly title: string; readonly present: number | null }) => (
  <>
    <div class="moderation-title">
      <h1 dir="auto">{title}</h1>
    </div>
    <div class="moderation-tools">
      {present !== null && (
        <span class="moderation-present digits">
          <Icon name="users" sizePx={18} />
          <span class="present-words">{t('moderation.present', { count: present })}</span>
          <span class="present-count" aria-hidden="true">
            {formatCount(present)}
          </span>
        </span>
      )}
      <AlertsToggle />
    </div>
  </>
);

const Columns = ({ view, isNarrow }: { readonly view: ViewName; readonly isNarrow: boolean }) => (
  <div class="desk">
    {(!isNarrow || view === 'queue') && <QueueColumn />}
    {(!isNarrow || view === 'chat') && <LiveChat />}
    <AuthorCard />
  </div>
);

const Panel = ({ view, isNarrow }: { readonly view: ViewName; readonly isNarrow: boolean }) => {
  if (view === 'queue' || view === 'chat') return <Columns view={view} isNarrow={isNarrow} />;
  return (
    <div class="moderation-sheet" tabIndex={-1}>
      {view === 'trail' && <TrailPanel />}
      {view === 'rules' && <RulesPanel />}
      {view === 'people' && <PeoplePanel />}
    </div>
  );
};

/** The moderators' place of work: the queue with the chat and the author, the trail, the rules, the people. */
export const Workplace = ({ showId, title, room, view, staleSinceMs }: WorkplaceProps) => {
  const live = useLive();
  const { desk, close } = useMemo(() => deskFor(live, showId, room, view), [live, showId, room, view]);
  useEffect(() => close, [close]);
  const chosen = useSignal<ViewName>('queue');
  const isNarrow = useMedia('(max-width: 1099px)');
  const waiting = desk.counts.value.all;
  usePageTitle(`${waiting > 0 ? `(${formatCount(waiting)}) ` : ''}${t('moderation.title')} · ${title}`);
  useAlerts(desk.queue.value);
  useDeskKeys(desk, chosen.value === 'queue' || chosen.value === 'chat');
  // The keys for a list bring it up, and the focus follows once it stands there.
  const list = desk.list.value;
  useLayoutEffect(() => {
    if (desk.focusCalls.peek() > 0) chosen.value = list;
  }, [list, desk.focusCalls.value]);
  const isAnySelected = desk.selected.value !== null;
  useLayoutEffect(() => {
    if (!isAnySelected) desk.isItemOpen.value = false;
  }, [isAnySelected]);
  useRowFocus(desk);
  const onDesk = chosen.value === 'chat' && !isNarrow ? 'queue' : chosen.value;
  const views = (Object.keys(viewKeys) as ViewName[]).filter((name) => isNarrow || name !== 'chat');
  return (
    <DeskContext.Provider value={desk}>
      <div class="moderation" data-item={desk.isItemOpen.value ? 'open' : 'closed'}>
        <Head title={title} present={room.presence.value?.count ?? null} />
        {staleSinceMs !== null && <StaleNote sinceMs={Date.now() - (performance.now() - staleSinceMs)} />}
        <Tabs
          label={t('moderation.views')}
          value={onDesk}
          tabs={views.map((value) => ({ value, label: t(viewKeys[value]) }))}
          onSelect={(value) => {
            desk.isItemOpen.value = false;
            if (value === 'queue' || value === 'chat') desk.list.value = value;
            chosen.value = value;
          }}
        >
          <Panel view={onDesk} isNarrow={isNarrow} />
        </Tabs>
        <p class="unseen" role="status" aria-live="polite" data-testid="said">
          {desk.said.value}
        </p>
      </div>
    </DeskContext.Provider>
  );
};
