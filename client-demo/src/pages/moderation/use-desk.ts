import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MessageView, RoomView } from '#protocol/room-views.ts';
import { toast } from '../../design/toast.tsx';
import type { CallError, Outcome } from '../../live/outcome.ts';
import type { Room, RoomCommand } from '../../live/room.ts';
import type { LiveSocket } from '../../live/socket.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { createActRecord, type ActRecord } from './act-record.ts';
import { isPossible, type Act, type ActStep } from './acts.ts';
import { didText } from './texts.ts';
import { watchHandled, type Handled } from './handled-elsewhere.ts';
import { countsOf, onTab, queueOf, type QueueItem, type QueueTab } from './queue.ts';
import { createSelection, type Selection } from './selection.ts';

/** Everything the parts of the moderators' page share. */
export interface Desk extends Selection, Pick<ActRecord, 'pending' | 'done'> {
  readonly showId: string;
  readonly socket: LiveSocket;
  readonly room: Room;
  readonly ownId: string;
  /** The server refuses the others anyway. */
  readonly mayAct: boolean;
  readonly view: ReadonlySignal<RoomView>;
  readonly queue: ReadonlySignal<readonly QueueItem[]>;
  readonly counts: ReadonlySignal<Readonly<Record<QueueTab, number>>>;
  readonly tab: Signal<QueueTab>;
  /** What stands on the chosen tab. */
  readonly items: ReadonlySignal<readonly QueueItem[]>;
  readonly handled: ReadonlySignal<readonly Handled[]>;
  readonly search: Signal<string>;
  /** The chat as searched, oldest first. */
  readonly found: ReadonlySignal<readonly MessageView[]>;
  readonly selected: ReadonlySignal<MessageView | null>;
  /** Goes with the next act. */
  readonly reason: Signal<string>;
  /** T was pressed and waits for a length. */
  readonly isChoosingTimeout: Signal<boolean>;
  readonly replyTo: Signal<MessageView | null>;
  /** Whether a phone shows the selected message instead of the list. */
  readonly isItemOpen: Signal<boolean>;
  /** For screen readers: what happened last. */
  readonly said: Signal<string>;
  act(act: Act, minutes?: number): Promise<void>;
  undoLast(): Promise<void>;
  /** `what` says in words what is undone. */
  undoRuling(rulingId: string, what: string): Promise<boolean>;
  send(step: ActStep): Promise<Outcome<unknown>>;
  nowMs(): number;
}

interface DeskOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly room: Room;
  readonly ownId: string;
  readonly mayAct: boolean;
  readonly view: ReadonlySignal<RoomView>;
  readonly nowMs: () => number;
}

/** Acts after which the message no longer waits: the next one comes up. After the others one often acts again. */
const settling: readonly Act[] = ['approve', 'delete', 'delete-all', 'ban'];

const matches = (message: MessageView, wanted: string): boolean =>
  message.text.toLocaleLowerCase().includes(wanted) ||
  message.author.name.toLocaleLowerCase().includes(wanted);

/** Lists and selection, derived from the room. */
const createLists = (view: ReadonlySignal<RoomView>) => {
  const tab = signal<QueueTab>('all');
  const search = signal('');
  const queue = computed(() => queueOf(view.value.messages));
  const items = computed(() => onTab(queue.value, tab.value));
  const found = computed(() => {
    const wanted = search.value.trim().toLocaleLowerCase();
    const { messages } = view.value;
    return wanted === '' ? messages : messages.filter((message) => matches(message, wanted));
  });
  const selection = createSelection({
    queue: computed(() => items.value.map(({ message }) => message.messageId)),
    chat: computed(() => found.value.map(({ messageId }) => messageId)),
  });
  const selected = computed(
    () => view.value.messages.find(({ messageId }) => messageId === selection.id.value) ?? null,
  );
  return {
    tab,
    search,
    queue,
    counts: computed(() => countsOf(queue.value)),
    items,
    found,
    selection,
    selected,
  };
};

/** Says what happened to whoever listens; a refusal is also a toast, because nothing on the page shows it. */
const createTeller = () => {
  const said = signal('');
  // The same words twice in a row would not be spoken again without a change.
  const say = (text: string) => (said.value = said.peek() === text ? `${text}\u00a0` : text);
  const refuse = (error: CallError) => toast(errorText(error), { icon: 'careful' });
  return { said, say, refuse };
};

export const createDesk = ({ socket, room, showId, ownId, mayAct, view, nowMs }: DeskOptions) => {
  const { selection, ...lists } = createLists(view);
  const { said, say, refuse } = createTeller();
  // Sound: a step is a command of the room, told apart by its method.
  const send = ({ method, params }: ActStep) => room.command([method, params] as unknown as RoomCommand);
  const record = createActRecord(send);
  const reason = signal('');
  const isChoosingTimeout = signal(false);
  const watch = watchHandled(lists.queue, view, ownId, ({ how, name }) =>
    say(t(how === 'removed' ? 'moderation.handledRemoved' : 'moderation.handledCleared', { name })),
  );
  const act: Desk['act'] = async (wanted, minutes) => {
    const message = lists.selected.peek();
    if (message === null || !mayAct) return;
    isChoosingTimeout.value = wanted === 'timeout' && minutes === undefined;
    const isPinned = view.peek().pins.some((pin) => pin.message.messageId === message.messageId);
    if (!isPossible(wanted, message, isPinned)) return void say(t('moderation.notPossible'));
    if (isChoosingTimeout.peek()) return void say(t('moderation.timeoutHow'));
    const details = { reason: reason.peek().trim(), minutes };
    reason.value = '';
    if (settling.includes(wanted)) selection.advance(message.messageId);
    const outcome = await record.run(wanted === 'pin' && isPinned ? 'unpin' : wanted, message, details);
    if (outcome.ok) say(didText(outcome.value));
    else refuse(outcome.error);
  };
  const undoLast = async () => {
    const undone = await record.undoLast(t('moderation.undo'));
    if (undone === null) return void say(t('moderation.nothingToUndo'));
    if (undone.error !== null) return refuse(undone.error);
    say(t('moderation.undid', { what: didText(undone.done) }));
  };
  const desk: Desk = {
    ...lists,
    ...selection,
    ...{
      showId,
      socket,
      room,
      ownId,
      mayAct,
      view,
      nowMs,
      said,
      reason,
      isChoosingTimeout,
      send,
      act,
      undoLast,
    },
    handled: watch.handled,
    pending: record.pending,
    done: record.done,
    replyTo: signal(null),
    isItemOpen: signal(false),
    undoRuling: async (rulingId, what) => {
      const outcome = await send({ method: 'room.undo-ruling', params: { rulingId } });
      if (outcome.ok) say(t('moderation.undid', { what }));
      else refuse(outcome.error);
      return outcome.ok;
    },
  };
  const close = () => {
    selection.close();
    watch.close();
  };
  return { desk, close };
};

export const DeskContext = createContext<Desk | null>(null);

/** The desk of the page. Throws outside of it, which would be a bug. */
export const useDesk = (): Desk => {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('useDesk outside of DeskContext');
  return desk;
};
