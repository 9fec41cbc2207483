import { assertNever } from '#domain/decision.ts';
import type { IconName } from '../design/icon.tsx';
import { t } from '../messages/t.ts';
import { actIcons, carefulActs, type MessageAct } from './message-acts.ts';

export type ReportReason = 'spam' | 'insult' | 'hate' | 'private-data' | 'other';

/** What was chosen, with the answer to its question where there is one. */
export type MessageChoice =
  | { readonly act: Exclude<MessageAct, 'report' | 'timeout' | 'pin'> }
  | { readonly act: 'report'; readonly reason: ReportReason }
  | { readonly act: 'timeout'; readonly durationMs: number }
  | { readonly act: 'pin'; readonly forMs: number | null };

/** A line of the menu. */
export interface MessageMenuItem {
  readonly label: string;
  readonly icon: IconName;
  readonly about?: string;
  readonly isCareful?: boolean;
  readonly run: () => void;
}

const minuteMs = 60_000;
const reportReasons = {
  spam: 'chat.reportSpam',
  insult: 'chat.reportInsult',
  hate: 'chat.reportHate',
  'private-data': 'chat.reportPrivateData',
  other: 'chat.reportOther',
} as const;

const labelOf = (act: MessageAct, name: string): string => {
  switch (act) {
    case 'reply':
      return t('chat.reply');
    case 'mention':
      return t('chat.mention');
    case 'copy':
      return t('chat.copyText');
    case 'report':
      return t('chat.report');
    case 'block':
      return t('chat.block', { name });
    case 'approve':
      return t('chat.approve');
    case 'pin':
      return t('chat.pin');
    case 'unpin':
      return t('chat.unpin');
    case 'remove':
      return t('chat.remove');
    case 'remove-all':
      return t('chat.removeAll', { name });
    case 'timeout':
      return t('chat.timeout');
    case 'shadow':
      return t('chat.shadow');
    case 'ban':
      return t('chat.ban');
    default:
      return assertNever(act);
  }
};

const aboutOf = (act: MessageAct): { readonly about?: string } =>
  act === 'ban' ? { about: t('chat.banAbout') } : act === 'shadow' ? { about: t('chat.shadowAbout') } : {};

/** Acts that ask one more question. */
export type Question = 'report' | 'timeout' | 'pin';
const isQuestion = (act: MessageAct): act is Question =>
  act === 'report' || act === 'timeout' || act === 'pin';

/** The answers that the menu offers to the question of an act. */
export const answersTo = (
  question: Question,
  choose: (choice: MessageChoice) => void,
): readonly MessageMenuItem[] => {
  if (question === 'report') {
    return Object.entries(reportReasons).map(([reason, key]) => ({
      label: t(key),
      icon: 'flag' as const,
      // The keys of the record above.
      run: () => choose({ act: 'report', reason: reason as ReportReason }),
    }));
  }
  const minutes = question === 'timeout' ? [1, 10, 60] : [5, 30];
  const timed = minutes.map((count) => ({
    label: t('chat.minutes', { count }),
    icon: 'clock' as const,
    run: () =>
      choose(
        question === 'timeout'
          ? { act: 'timeout', durationMs: count * minuteMs }
          : { act: 'pin', forMs: count * minuteMs },
      ),
  }));
  if (question === 'timeout') return timed;
  return [
    ...timed,
    { label: t('chat.pinOpen'), icon: 'pin', run: () => choose({ act: 'pin', forMs: null }) },
  ];
};

export const questionTexts = {
  report: 'chat.reportAsk',
  timeout: 'chat.timeoutAsk',
  pin: 'chat.pinAsk',
} as const;

/** The lines of the menu; an act that asks first goes to `ask`. */
export const itemsOf = (
  acts: readonly MessageAct[],
  name: string,
  choose: (choice: MessageChoice) => void,
  ask: (question: Question) => void,
): readonly MessageMenuItem[] =>
  acts.map((act) => ({
    label: labelOf(act, name),
    icon: actIcons[act],
    isCareful: carefulActs.includes(act),
    ...aboutOf(act),
    run: () => (isQuestion(act) ? ask(act) : choose({ act })),
  }));
