import type { MessageView } from '#protocol/room-views.ts';
import type { IconName } from '../design/icon.tsx';
import type { Reader } from './chat-item.ts';

/** What can be done with a message or its author. `report`, `timeout` and `pin` ask one more question. */
export type MessageAct =
  | 'reply'
  | 'mention'
  | 'copy'
  | 'report'
  | 'block'
  | 'approve'
  | 'pin'
  | 'unpin'
  | 'remove'
  | 'remove-all'
  | 'timeout'
  | 'shadow'
  | 'ban';

export interface ActFacts {
  readonly message: MessageView;
  readonly reader: Reader;
  readonly isPinned: boolean;
  /** Whether the reader may write at all. */
  readonly mayWrite: boolean;
}

/** Acts that are hard to miss for their author, and therefore look careful. */
export const carefulActs: readonly MessageAct[] = ['remove', 'remove-all', 'timeout', 'shadow', 'ban'];

export const actIcons: Readonly<Record<MessageAct, IconName>> = {
  reply: 'reply',
  mention: 'users',
  copy: 'copy',
  report: 'flag',
  block: 'eye',
  approve: 'check',
  pin: 'pin',
  unpin: 'pin',
  remove: 'remove',
  'remove-all': 'sweep',
  timeout: 'clock',
  shadow: 'ghost',
  ban: 'ban',
};

/** What this reader may do with this message, in the order of the menu. The server decides; this only offers. Pure. */
export const actsFor = ({ message, reader, isPinned, mayWrite }: ActFacts): readonly MessageAct[] => {
  const isOwn = message.author.personId === reader.personId;
  // Crew protects itself: nobody restricts a badge.
  const isProtected = message.author.badge !== null;
  const isShown = message.status === 'shown';
  const moderates = reader.mayModerate;
  const acts: readonly (readonly [MessageAct, boolean])[] = [
    ['reply', mayWrite && isShown],
    ['mention', mayWrite && !isOwn],
    ['copy', message.status !== 'removed'],
    ['approve', moderates && message.status === 'held'],
    ['unpin', moderates && isPinned],
    ['pin', moderates && !isPinned && isShown && message.audience === 'room'],
    ['report', !isOwn && !isProtected && !moderates && isShown],
    ['block', !isOwn && !isProtected && !reader.isCrew],
    ['remove', moderates && message.status !== 'removed'],
    ['remove-all', moderates && !isOwn && !isProtected],
    ['timeout', moderates && !isOwn && !isProtected],
    ['shadow', moderates && !isOwn && !isProtected],
    ['ban', moderates && !isOwn && !isProtected],
  ];
  return acts.filter(([, isOffered]) => isOffered).map(([act]) => act);
};
