import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { neighbourOf, successorOf } from './queue.ts';

export type ListName = 'queue' | 'chat';

/** The one message that keys and buttons act on, and the list in which J and K move. */
export interface Selection {
  readonly list: Signal<ListName>;
  readonly id: ReadonlySignal<string | null>;
  /** Goes up when the focus should follow the selection. */
  readonly focusCalls: ReadonlySignal<number>;
  select(list: ListName, id: string | null, options?: { readonly isFocused: boolean }): void;
  move(step: 1 | -1): void;
  /** Leaves `gone`, which is about to leave the queue, for what takes its place. */
  advance(gone: string): void;
  close(): void;
}

/** Follows both lists: what is selected in the queue is always something that stands there. */
export const createSelection = (
  ids: Readonly<Record<ListName, ReadonlySignal<readonly string[]>>>,
): Selection => {
  const list = signal<ListName>('queue');
  const id = signal<string | null>(null);
  const focusCalls = signal(0);
  const current = computed(() => ids[list.value].value);
  let before: readonly string[] = [];
  const stop = effect(() => {
    const now = current.value;
    const selected = id.peek();
    const isGone = selected !== null && list.peek() === 'queue' && !now.includes(selected);
    if (isGone) id.value = successorOf(before, now, selected);
    else if (selected === null && list.peek() === 'queue') id.value = now[0] ?? null;
    before = now;
  });
  const select: Selection['select'] = (nextList, nextId, options) => {
    list.value = nextList;
    id.value = nextId;
    if (options?.isFocused !== false) focusCalls.value += 1;
  };
  return {
    list,
    id,
    focusCalls,
    select,
    move: (step) => select(list.peek(), neighbourOf(current.peek(), id.peek(), step)),
    advance: (gone) => {
      if (list.peek() !== 'queue') return;
      const now = current.peek();
      select(
        'queue',
        successorOf(
          now,
          now.filter((candidate) => candidate !== gone),
          gone,
        ),
      );
    },
    close: stop,
  };
};
