import type { ShowView } from '#protocol/views.ts';
import type { MessageKey } from '../messages/language.ts';
import { t } from '../messages/t.ts';
import { Icon, type IconName } from './icon.tsx';
import './badge.css';

interface BadgeProps {
  readonly tone?: 'plain' | 'live' | 'act' | 'careful';
  readonly icon?: IconName;
  readonly hasDot?: boolean;
  readonly children: string;
}

/** A short fact in a pill. Its word says everything; colour, dot and sign only repeat it. */
export const Badge = ({ tone = 'plain', icon, hasDot = false, children }: BadgeProps) => (
  <span class={`badge badge-${tone}`}>
    {hasDot && <span class="badge-dot" aria-hidden="true" />}
    {icon && <Icon name={icon} sizePx={14} />}
    {children}
  </span>
);

type Status = ShowView['status'];

const statusLooks: Record<
  Status,
  { key: MessageKey; tone: NonNullable<BadgeProps['tone']>; icon?: IconName }
> = {
  draft: { key: 'everywhere.statusDraft', tone: 'plain', icon: 'pencil' },
  scheduled: { key: 'everywhere.statusScheduled', tone: 'act', icon: 'calendar' },
  rehearsal: { key: 'everywhere.statusRehearsal', tone: 'act', icon: 'lamp' },
  live: { key: 'everywhere.statusLive', tone: 'live' },
  paused: { key: 'everywhere.statusPaused', tone: 'careful', icon: 'pause' },
  ended: { key: 'everywhere.statusEnded', tone: 'plain', icon: 'check' },
  archived: { key: 'everywhere.statusArchived', tone: 'plain' },
};

/** The state of a show, the same everywhere. */
export const StatusBadge = ({ status }: { readonly status: Status }) => {
  const { key, tone, icon } = statusLooks[status];
  return (
    <Badge tone={tone} hasDot={status === 'live'} {...(icon && { icon })}>
      {t(key)}
    </Badge>
  );
};
