import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { RoomView } from '#protocol/room-views.ts';
import { handledBy, type QueueItem } from './queue.ts';

/** An item that another moderator took off the queue; stays in its place for a moment and says who it was. */
export interface Handled {
  readonly item: QueueItem;
  readonly name: string;
  readonly how: 'removed' | 'cleared';
}

/** Long enough to read a name where the eye just was. */
const shownMs = 6000;
/** A moderator who deletes everything of one author must not fill the queue with notes. */
const maximumShown = 5;

/** Watches the queue for what others do. `onHandled` is told of each once. */
export const watchHandled = (
  items: ReadonlySignal<readonly QueueItem[]>,
  view: ReadonlySignal<RoomView>,
  ownId: string,
  onHandled: (handled: Handled) => void,
): { readonly handled: ReadonlySignal<readonly Handled[]>; close(): void } => {
  const handled = signal<readonly Handled[]>([]);
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let before: readonly QueueItem[] = [];
  const show = (one: Handled) => {
    handled.value = [...handled.peek(), one].slice(-maximumShown);
    onHandled(one);
    const timer = setTimeout(() => {
      timers.delete(timer);
      handled.value = handled.peek().filter((other) => other !== one);
    }, shownMs);
    timers.add(timer);
  };
  const stop = effect(() => {
    const now = items.value;
    const left = new Set(now.map(({ message }) => message.messageId));
    const gone = before.filter(({ message }) => !left.has(message.messageId));
    before = now;
    for (const item of gone) {
      const by = handledBy(view.peek(), item.message.messageId);
      if (by !== null && by.personId !== ownId) show({ item, name: by.name, how: by.how });
    }
  });
  return {
    handled,
    close: () => {
      stop();
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
