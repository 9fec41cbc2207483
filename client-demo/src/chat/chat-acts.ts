import { assertNever } from '#domain/decision.ts';
import type { MessageView } from '#protocol/room-views.ts';
import { toast } from '../design/toast.tsx';
import { freshId } from '../live/fresh-id.ts';
import type { Room as WholeRoom, RoomCommand } from '../live/room.ts';
import { errorText } from '../messages/error-text.ts';
import { t } from '../messages/t.ts';
import type { Draft } from './draft.ts';
import type { MessageChoice, ReportReason } from './message-menu-items.ts';

type Room = Pick<WholeRoom, 'command'>;
type RestrictionKind = 'ban' | 'timeout' | 'shadow';

/** Does it, and says why not when it is refused. */
const run = async (room: Room, command: RoomCommand): Promise<boolean> => {
  const outcome = await room.command(command);
  if (!outcome.ok) toast(errorText(outcome.error), { icon: 'careful' });
  return outcome.ok;
};

/** Does it and tells of it, with the way back. */
const runWithUndo = async (
  room: Room,
  command: RoomCommand,
  done: string,
  undo: RoomCommand,
): Promise<void> => {
  if (!(await run(room, command))) return;
  toast(done, { icon: 'check', action: { label: t('chat.undo'), run: () => void run(room, undo) } });
};

const copy = async (text: string): Promise<void> => {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('everywhere.copied'), { icon: 'check' });
  } catch {
    // No clipboard on insecure pages: the text itself is what can be given.
    toast(text, { icon: 'copy' });
  }
};

const mention = (draft: Draft, { author }: MessageView): void => {
  const before = draft.text.peek();
  const gap = before === '' || before.endsWith(' ') ? '' : ' ';
  draft.text.value = `${before}${gap}@${author.name} `;
  draft.chosen.value = [...draft.chosen.peek(), author];
};

const minuteMs = 60_000;

const restrictedText = (kind: RestrictionKind, name: string, durationMs: number | null): string => {
  if (kind === 'ban') return t('chat.banDone', { name });
  if (kind === 'shadow') return t('chat.shadowDone', { name });
  return t('chat.timeoutDone', { name, time: t('chat.minutes', { count: (durationMs ?? 0) / minuteMs }) });
};

const restrict = (
  room: Room,
  { author: { personId, name } }: MessageView,
  kind: RestrictionKind,
  durationMs: number | null,
): Promise<void> => {
  const rulingId = freshId();
  const fields = { rulingId, personId, kind, durationMs, reason: '' };
  // Who is banned leaves nothing behind; who is silenced for a while keeps what was said.
  const command = ['room.restrict-person', { ...fields, removesMessages: kind === 'ban' }] as const;
  return runWithUndo(room, command, restrictedText(kind, name, durationMs), [
    'room.undo-ruling',
    { rulingId },
  ]);
};

const remove = (room: Room, { messageId }: MessageView): Promise<void> => {
  const rulingId = freshId();
  const command = ['room.delete-message', { rulingId, messageId, reason: '' }] as const;
  return runWithUndo(room, command, t('chat.removedDone'), ['room.undo-ruling', { rulingId }]);
};

const removeAll = (room: Room, { author: { personId, name } }: MessageView): Promise<void> => {
  const rulingId = freshId();
  const command = ['room.delete-messages-of', { rulingId, personId, reason: '' }] as const;
  return runWithUndo(room, command, t('chat.removedAllDone', { name }), ['room.undo-ruling', { rulingId }]);
};

const block = (room: Room, { author: { personId, name } }: MessageView): Promise<void> =>
  runWithUndo(room, ['room.block-person', { personId }], t('chat.blockDone', { name }), [
    'room.unblock-person',
    { personId },
  ]);

const report = async (room: Room, { messageId }: MessageView, reason: ReportReason): Promise<void> => {
  if (await run(room, ['room.report-message', { messageId, reason }])) {
    toast(t('chat.reportDone'), { icon: 'check' });
  }
};

/** Does what was chosen from the menu of a message. */
export const actOn = (room: Room, draft: Draft, message: MessageView, choice: MessageChoice): void => {
  const { messageId } = message;
  switch (choice.act) {
    case 'reply':
      draft.replyTo.value = message;
      return;
    case 'mention':
      return mention(draft, message);
    case 'copy':
      return void copy(message.text);
    case 'report':
      return void report(room, message, choice.reason);
    case 'block':
      return void block(room, message);
    case 'approve':
      return void run(room, ['room.approve-message', { messageId }]);
    case 'pin':
      return void run(room, ['room.pin-message', { messageId, forMs: choice.forMs }]);
    case 'unpin':
      return void run(room, ['room.unpin-message', { messageId }]);
    case 'remove':
      return void remove(room, message);
    case 'remove-all':
      return void removeAll(room, message);
    case 'timeout':
      return void restrict(room, message, 'timeout', choice.durationMs);
    case 'shadow':
    case 'ban':
      return void restrict(room, message, choice.act, null);
    default:
      return assertNever(choice);
  }
};

/** Takes somebody back into sight. */
export const unblock = (room: Room, personId: string, name: string): void =>
  void run(room, ['room.unblock-person', { personId }]).then(
    (done) => done && toast(t('chat.unblocked', { name }), { icon: 'check' }),
  );
