import type { MessageView, RulingView } from '#protocol/room-views.ts';
import type { MessageKey } from '../../messages/language.ts';
import { t } from '../../messages/t.ts';
import { formatCount } from '../../messages/time.ts';
import type { Done } from './act-record.ts';
import type { QueueItem, QueueReason, QueueTab } from './queue.ts';
import type { TrailKind } from './trail.ts';

const flagKeys: Readonly<Record<string, MessageKey>> = {
  profanity: 'moderation.flagProfanity',
  'blocked-word': 'moderation.flagBlockedWord',
  link: 'moderation.flagLink',
  shouting: 'moderation.flagShouting',
};
const reportKeys: Readonly<Record<string, MessageKey>> = {
  spam: 'chat.reportSpam',
  insult: 'chat.reportInsult',
  hate: 'chat.reportHate',
  'private-data': 'chat.reportPrivateData',
  other: 'chat.reportOther',
};

/** What the screening objected to; a flag newer than this page is shown as it is. */
export const flagText = (flag: string): string => {
  const key = flagKeys[flag];
  return key === undefined ? flag : t(key);
};

export const reportText = (reason: string): string => {
  const key = reportKeys[reason];
  return key === undefined ? reason : t(key);
};

export const tabKeys: Readonly<Record<QueueTab, MessageKey>> = {
  all: 'moderation.tabAll',
  held: 'moderation.tabHeld',
  reported: 'moderation.tabReported',
  flagged: 'moderation.tabFlagged',
};

export const kindKeys: Readonly<Record<TrailKind, MessageKey>> = {
  ban: 'moderation.kindBan',
  timeout: 'moderation.kindTimeout',
  shadow: 'moderation.kindShadow',
  'delete-message': 'moderation.kindDeleteMessage',
  'delete-messages': 'moderation.kindDeleteMessages',
  cleared: 'moderation.kindCleared',
};

export const reasonText = ({ reason, message }: QueueItem): string => {
  const texts: Readonly<Record<QueueReason, () => string>> = {
    held: () => t('moderation.reasonHeld'),
    reported: () => t('moderation.reasonReported', { count: message.moderation?.reports.length ?? 0 }),
    flagged: () => t('moderation.reasonFlagged'),
  };
  return texts[reason]();
};

/** The words on a message for its selection by screen readers: who and what, not the whole of it. */
export const excerptOf = (text: string): string => {
  const all = [...text];
  return all.length <= 80 ? text : `${all.slice(0, 80).join('')}…`;
};

const didKeys: Readonly<Record<Done['act'], MessageKey>> = {
  approve: 'moderation.didApprove',
  delete: 'moderation.didDelete',
  'delete-all': 'moderation.didDeleteAll',
  timeout: 'moderation.didTimeout',
  ban: 'moderation.didBan',
  shadow: 'moderation.didShadow',
  pin: 'moderation.didPin',
  unpin: 'moderation.didUnpin',
};

/** What was done, as a sentence without a full stop. */
export const didText = ({ act, step, message }: Done): string => {
  const key = step.method === 'room.dismiss-reports' ? 'moderation.didDismiss' : didKeys[act];
  return t(key, { name: message.author.name });
};

/** How a message that is not simply shown stands; null when it is. */
export const statusText = (message: MessageView, rulings: readonly RulingView[]): string | null => {
  switch (message.status) {
    case 'shown':
      return null;
    case 'held':
      return t('moderation.reasonHeld');
    case 'shadowed':
      return t('moderation.statusShadowed');
    case 'removed': {
      const ruling = rulings.find(({ rulingId }) => rulingId === message.moderation?.rulingId);
      return ruling === undefined
        ? t('chat.removed')
        : t('moderation.statusRemovedBy', { name: ruling.by.name });
    }
  }
};

/** `10 s`, `5 min`, `Off`: a waiting time of the house rules. */
export const waitText = (durationMs: number): string => {
  if (durationMs === 0) return t('moderation.ruleOff');
  if (durationMs % 60_000 === 0)
    return t('moderation.ruleMinutes', { count: formatCount(durationMs / 60_000) });
  return t('moderation.ruleSeconds', { count: formatCount(durationMs / 1000) });
};
