import type { MessageView } from '#protocol/room-views.ts';
import type { MessageKey } from '../../messages/language.ts';
import type { IconName } from '../../design/icon.tsx';
import { reasonOf } from './queue.ts';

/** What one key does to the selected message or its author. */
export const acts = ['approve', 'delete', 'delete-all', 'timeout', 'ban', 'shadow', 'pin'] as const;
export type Act = (typeof acts)[number];

/** The lengths behind T, by key: long enough to cool down, to miss the lot, to miss the evening. */
export const timeouts = [
  { key: '1', minutes: 1 },
  { key: '2', minutes: 10 },
  { key: '3', minutes: 60 },
] as const;

interface ActLook {
  readonly key: string;
  readonly icon: IconName;
  readonly label: MessageKey;
  /** Against the author, who may belong to the crew and is then out of reach. */
  readonly isAgainst: boolean;
}

/** Key, sign and words of each act: the one table that keys, buttons and the sheet are made from. */
export const actLooks: Readonly<Record<Act, ActLook>> = {
  approve: { key: 'a', icon: 'check', label: 'moderation.approve', isAgainst: false },
  delete: { key: 'd', icon: 'remove', label: 'moderation.delete', isAgainst: false },
  'delete-all': { key: 'x', icon: 'sweep', label: 'moderation.deleteAll', isAgainst: true },
  timeout: { key: 't', icon: 'clock', label: 'moderation.timeout', isAgainst: true },
  ban: { key: 'b', icon: 'ban', label: 'moderation.ban', isAgainst: true },
  shadow: { key: 's', icon: 'ghost', label: 'moderation.shadow', isAgainst: true },
  pin: { key: 'p', icon: 'pin', label: 'moderation.pin', isAgainst: false },
};

export type ActStep =
  | { readonly method: 'room.approve-message'; readonly params: { readonly messageId: string } }
  | { readonly method: 'room.dismiss-reports'; readonly params: { readonly messageId: string } }
  | {
      readonly method: 'room.delete-message';
      readonly params: { readonly rulingId: string; readonly messageId: string; readonly reason: string };
    }
  | {
      readonly method: 'room.delete-messages-of';
      readonly params: { readonly rulingId: string; readonly personId: string; readonly reason: string };
    }
  | {
      readonly method: 'room.restrict-person';
      readonly params: {
        readonly rulingId: string;
        readonly personId: string;
        readonly kind: 'ban' | 'timeout' | 'shadow';
        readonly durationMs: number | null;
        readonly removesMessages: boolean;
        readonly reason: string;
      };
    }
  | { readonly method: 'room.undo-ruling'; readonly params: { readonly rulingId: string } }
  | {
      readonly method: 'room.pin-message';
      readonly params: { readonly messageId: string; readonly forMs: number | null };
    }
  | { readonly method: 'room.unpin-message'; readonly params: { readonly messageId: string } }
  | {
      readonly method: 'room.report-message';
      readonly params: { readonly messageId: string; readonly reason: 'other' };
    };

export interface ActContext {
  readonly message: MessageView;
  /** Fresh: refused for ever when repeated. */
  readonly rulingId: string;
  readonly reason: string;
  /** Of a timeout. */
  readonly minutes?: number;
}

/** The command of an act. A ban takes the author's messages along. Pure. */
export const stepOf = (act: Act, { message, rulingId, reason, minutes = 10 }: ActContext): ActStep => {
  const { messageId } = message;
  const { personId } = message.author;
  const restrict = (kind: 'ban' | 'timeout' | 'shadow', durationMs: number | null): ActStep => ({
    method: 'room.restrict-person',
    params: { rulingId, personId, kind, durationMs, removesMessages: kind === 'ban', reason },
  });
  switch (act) {
    case 'approve':
      return reasonOf(message) === 'reported'
        ? { method: 'room.dismiss-reports', params: { messageId } }
        : { method: 'room.approve-message', params: { messageId } };
    case 'delete':
      return { method: 'room.delete-message', params: { rulingId, messageId, reason } };
    case 'delete-all':
      return { method: 'room.delete-messages-of', params: { rulingId, personId, reason } };
    case 'timeout':
      return restrict('timeout', minutes * 60_000);
    case 'ban':
      return restrict('ban', null);
    case 'shadow':
      return restrict('shadow', null);
    case 'pin':
      return { method: 'room.pin-message', params: { messageId, forMs: null } };
  }
};

/**
 * What takes a step back; null when nothing does. An approval is taken back by taking the message off the screens,
 * a dismissal by reporting the message again: both put it before moderators' eyes, and both are on record. Pure.
 */
export const undoOf = (step: ActStep, freshRulingId: string, reason: string): ActStep | null => {
  switch (step.method) {
    case 'room.delete-message':
    case 'room.delete-messages-of':
    case 'room.restrict-person':
      return { method: 'room.undo-ruling', params: { rulingId: step.params.rulingId } };
    case 'room.pin-message':
      return { method: 'room.unpin-message', params: { messageId: step.params.messageId } };
    case 'room.unpin-message':
      return { method: 'room.pin-message', params: { ...step.params, forMs: null } };
    case 'room.approve-message':
      return { method: 'room.delete-message', params: { ...step.params, rulingId: freshRulingId, reason } };
    case 'room.dismiss-reports':
      return { method: 'room.report-message', params: { ...step.params, reason: 'other' } };
    case 'room.undo-ruling':
    case 'room.report-message':
      return null;
  }
};

/** Whether an act makes sense on this message; the server has the last word. Pure. */
export const isPossible = (act: Act, message: MessageView, isPinned: boolean): boolean => {
  if (actLooks[act].isAgainst) return message.author.badge === null;
  switch (act) {
    case 'approve':
      return reasonOf(message) !== null || message.status === 'shadowed';
    case 'delete':
      return message.status !== 'removed';
    case 'pin':
      return isPinned || (message.status === 'shown' && message.audience === 'room');
    default:
      return true;
  }
};
