import type { ComponentChildren, RefObject } from 'preact';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { Button } from '../design/button.tsx';
import { t } from '../messages/t.ts';
import type { ChatItem } from './chat-item.ts';
import type { Feed } from './feed.ts';
import { MessageRow, type RowActions } from './message-row.tsx';
import './message-feed.css';

/** Where a menu opens, in pixels of the window. */
export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}

interface MessageFeedProps {
  readonly feed: Feed<ChatItem>;
  readonly actions: RowActions;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onMenu: (item: ChatItem, at: MenuPoint) => void;
  /** From the messages back to the field. */
  readonly onLeave: () => void;
  /** What stands here while nobody has written. */
  readonly empty: ComponentChildren;
}

/** So far from the newest message the reader means to be: a finger trembles less. */
const awayPx = 40;
const manyUnseen = 99;

const rowOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('.chat-row') : null;

const isOnControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('a, button') !== null;

/** The row that `key` leads to from the one that has the focus. */
const rowAfter = (key: string, from: HTMLElement | null, list: HTMLElement): Element | null | undefined => {
  switch (key) {
    case 'ArrowUp':
      return from === null ? list.lastElementChild : from.previousElementSibling;
    case 'ArrowDown':
      return from?.nextElementSibling;
    case 'Home':
      return list.firstElementChild;
    case 'End':
      return list.lastElementChild;
    default:
      return undefined;
  }
};

const Foot = ({ feed, onNewest }: { readonly feed: Feed<ChatItem>; readonly onNewest: () => void }) => {
  const { isBusy, isHeld, unseen } = feed.view.value;
  if (isHeld) {
    return (
      <div class="chat-pill">
        <Button tone="act" size="small" onClick={onNewest}>
          {unseen === 0
            ? t('chat.toNewest')
            : unseen > manyUnseen
              ? t('chat.manyNew')
              : t('chat.newMessages', { count: unseen })}
        </Button>
      </div>
    );
  }
  if (!isBusy) return null;
  return (
    <p class="chat-busy">
      <span>{t('chat.busy')}</span>
      <button type="button" class="chat-link" onClick={() => feed.hold({ all: true })}>
        {t('chat.seeAll')}
      </button>
    </p>
  );
};

/**
 * The messages, the newest at the lower edge. The scroller runs from the end (`column-reverse`), so the browser
 * itself keeps the newest in sight and nothing is measured while messages arrive.
 */
export const MessageFeed = ({ feed, actions, scroller, onMenu, onLeave, empty }: MessageFeedProps) => {
  const { rows, isBusy, isHeld } = feed.view.value;
  const list = useRef<HTMLOListElement>(null);
  const openMenu = (row: HTMLElement, at?: MenuPoint) => {
    const item = rows.find(({ id }) => id === row.dataset['message']);
    const { left, bottom } = row.getBoundingClientRect();
    if (item !== undefined) onMenu(item, at ?? { x: left + 16, y: bottom });
  };
  const toNewest = useCallback(() => {
    feed.release();
    scroller.current?.scrollTo({ top: 0 });
  }, [feed, scroller]);
  useEffect(() => {
    // Sent a message, or came back otherwise: what stands at the lower edge is the newest again.
    if (!isHeld) scroller.current?.scrollTo({ top: 0 });
  }, [isHeld]);
  const onScroll = () => {
    const isAway = Math.abs(scroller.current?.scrollTop ?? 0) > awayPx;
    if (isAway) feed.hold();
    else if (!feed.view.peek().showsAll && list.current?.contains(document.activeElement) !== true)
      feed.release();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rowOf(document.activeElement);
    if (event.key === 'Escape') {
      toNewest();
      return onLeave();
    }
    if (row !== null && event.target === row && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      return openMenu(row);
    }
    const next = list.current === null ? undefined : rowAfter(event.key, row, list.current);
    if (!(next instanceof HTMLElement)) return;
    event.preventDefault();
    // What is read by keys must not slip away from under them.
    feed.hold();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div class="chat-feed" data-busy={isBusy} data-held={isHeld}>
      <div
        class="chat-scroller"
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t('chat.log')}
        aria-description={t('chat.logHint')}
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const row = rowOf(event.target);
          if (row === null || isOnControl(event.target) || getSelection()?.isCollapsed === false) return;
          openMenu(row, { x: event.clientX, y: event.clientY });
        }}
        onContextMenu={(event) => {
          const row = rowOf(event.target);
          if (row === null || isOnControl(event.target)) return;
          event.preventDefault();
          openMenu(row, { x: event.clientX, y: event.clientY });
        }}
      >
        {rows.length === 0 ? (
          empty
        ) : (
          <ol role="list" ref={list}>
            {rows.map((item) => (
              <MessageRow key={item.id} item={item} actions={actions} />
            ))}
          </ol>
        )}
      </div>
      <Foot feed={feed} onNewest={toNewest} />
    </div>
  );
};
