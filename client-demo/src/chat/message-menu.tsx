import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MessageView } from '#protocol/room-views.ts';
import { Icon } from '../design/icon.tsx';
import { nextItem } from '../design/menu.tsx';
import { t } from '../messages/t.ts';
import { formatClock } from '../messages/time.ts';
import type { MessageAct } from './message-acts.ts';
import type { MenuPoint } from './message-feed.tsx';
import {
  answersTo,
  itemsOf,
  questionTexts,
  type MessageChoice,
  type MessageMenuItem,
  type Question,
} from './message-menu-items.ts';
import { Person } from './person.tsx';
import './message-menu.css';

interface MessageMenuProps {
  readonly message: MessageView;
  readonly acts: readonly MessageAct[];
  readonly at: MenuPoint;
  readonly onChoose: (choice: MessageChoice) => void;
  readonly onClose: () => void;
}

/** Beside the pointer on a desk, within the window; a phone's style makes it a sheet at the lower edge. */
const usePlace = ({ x, y }: MenuPoint, step: unknown) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    if (!element.open) element.showModal();
    element.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const { width, height } = element.getBoundingClientRect();
    element.style.setProperty('--x', `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`);
    element.style.setProperty('--y', `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`);
  }, [step]);
  return dialog;
};

const Items = ({ items, label }: { readonly items: readonly MessageMenuItem[]; readonly label: string }) => {
  const root = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const next = nextItem(
      event.key,
      all.findIndex((item) => item === document.activeElement),
      all.length,
    );
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  };
  return (
    <div role="menu" aria-label={label} ref={root} onKeyDown={onKeyDown}>
      {items.map(({ label: words, icon, about, isCareful, run }) => (
        <button
          key={words}
          type="button"
          role="menuitem"
          tabIndex={-1}
          class={isCareful ? 'menu-item menu-item-careful' : 'menu-item'}
          onClick={run}
        >
          <Icon name={icon} />
          <span>
            <span dir="auto">{words}</span>
            {about !== undefined && <small>{about}</small>}
          </span>
        </button>
      ))}
    </div>
  );
};

const Head = ({ message }: { readonly message: MessageView }): ComponentChildren => (
  <div class="message-menu-head">
    <p>
      <Person person={message.author} />{' '}
      <time class="soft small digits">{formatClock(message.sentAtMs)}</time>
    </p>
    <p class="soft small" dir="auto">
      {message.text}
    </p>
  </div>
);

/** What can be done with one message. Arrow keys, Escape; a press beside it closes it. */
export const MessageMenu = ({ message, acts, at, onChoose, onClose }: MessageMenuProps) => {
  const question = useSignal<Question | null>(null);
  const dialog = usePlace(at, question.value);
  const choose = (choice: MessageChoice) => {
    onClose();
    onChoose(choice);
  };
  const { name } = message.author;
  const title = t('chat.menuOf', { name });
  const items =
    question.value === null
      ? itemsOf(acts, name, choose, (asked) => (question.value = asked))
      : answersTo(question.value, choose);
  return (
    <dialog
      ref={dialog}
      class="message-menu"
      aria-modal="true"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <Head message={message} />
      {question.value !== null && <p class="message-menu-ask">{t(questionTexts[question.value])}</p>}
      <Items items={items} label={title} />
    </dialog>
  );
};
