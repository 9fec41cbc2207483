import { useShortcuts, type Shortcut } from '../../design/shortcuts.tsx';
import { t } from '../../messages/t.ts';
import { actLooks, acts, timeouts } from './acts.ts';
import type { Desk } from './use-desk.ts';

const focusOn = (id: string): void => document.getElementById(id)?.focus();

/** Answers the selected message: its author's name stands over the field, and the field has the focus. */
export const startReply = (desk: Desk): void => {
  const message = desk.selected.peek();
  if (message === null || !desk.mayAct) return;
  desk.isItemOpen.value = false;
  // Where the columns do not fit side by side, the field stands with the chat.
  if (document.getElementById('moderation-reply') === null) desk.list.value = 'chat';
  // A new object, so that a second R brings the focus back; the form takes it from there.
  desk.replyTo.value = { ...message };
};

const moving = (desk: Desk): readonly Shortcut[] => [
  { keys: ['j', 'ArrowDown'], shown: 'J ↓', label: t('moderation.keyNext'), run: () => desk.move(1) },
  { keys: ['k', 'ArrowUp'], shown: 'K ↑', label: t('moderation.keyPrevious'), run: () => desk.move(-1) },
  {
    keys: ['q'],
    shown: 'Q',
    label: t('moderation.keyQueue'),
    run: () => desk.select('queue', desk.items.peek()[0]?.message.messageId ?? null),
  },
  {
    keys: ['c'],
    shown: 'C',
    label: t('moderation.keyChat'),
    run: () => desk.select('chat', desk.found.peek().at(-1)?.messageId ?? null),
  },
  { keys: ['/'], shown: '/', label: t('moderation.keySearch'), run: () => focusOn('moderation-search') },
];

/**
 * The keys of the desk, in the order of the sheet. Those that act are left out for whoever may only look, and while
 * another view hides the message that they would act on.
 */
export const shortcutsOf = (desk: Desk, isDeskShown: boolean): readonly Shortcut[] => {
  if (!desk.mayAct || !isDeskShown) return moving(desk);
  const acting = acts.map((act): Shortcut => {
    const { key, label } = actLooks[act];
    return {
      keys: [key],
      shown: key.toUpperCase(),
      label: t(act === 'timeout' ? 'moderation.keyTimeout' : label),
      run: () => void desk.act(act),
    };
  });
  const lengths: Shortcut = {
    keys: timeouts.map(({ key }) => key),
    shown: '1 – 3',
    label: t('moderation.timeoutHow'),
    run: (pressed) => {
      const minutes = timeouts.find(({ key }) => key === pressed)?.minutes;
      if (desk.isChoosingTimeout.peek() && minutes !== undefined) void desk.act('timeout', minutes);
    },
  };
  return [
    ...moving(desk),
    ...acting,
    lengths,
    { keys: ['r'], shown: 'R', label: t('chat.reply'), run: () => startReply(desk) },
    { keys: ['n'], shown: 'N', label: t('moderation.keyReason'), run: () => focusOn('moderation-reason') },
    { keys: ['u'], shown: 'U', label: t('moderation.undoLast'), run: () => void desk.undoLast() },
  ];
};

/** Listens for the desk's keys while the calling component is mounted. */
export const useDeskKeys = (desk: Desk, isDeskShown: boolean): void =>
  useShortcuts(shortcutsOf(desk, isDeskShown));
