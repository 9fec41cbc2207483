import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../messages/t.ts';
import type { ChatItem } from './chat-item.ts';
import type { Feed } from './feed.ts';

/** A screen reader that is told more often never comes to an end. */
const tellEveryMs = 4000;
const toldAtOnce = 3;

/** What to say of the messages after `sinceMs`; null when there is nothing. Pure but for the texts. */
export const heardText = (rows: readonly ChatItem[], sinceMs: number): string | null => {
  const news = rows.filter(({ isOwn, atMs }) => !isOwn && atMs > sinceMs);
  if (news.length === 0) return null;
  const told = news
    .slice(-toldAtOnce)
    .map(({ message }) => t('chat.heard', { name: message.author.name, text: message.text }));
  const count = news.length - told.length;
  return [...told, ...(count > 0 ? [t('chat.heardMore', { count })] : [])].join('. ');
};

/** The newest messages for screen readers: politely, every few seconds, at most three and a count. */
export const Heard = ({ feed, nowMs }: { readonly feed: Feed<ChatItem>; readonly nowMs: () => number }) => {
  const said = useSignal('');
  useEffect(() => {
    // What the room held on arrival is read by whoever wants to; only news is announced.
    let sinceMs = Math.max(nowMs(), feed.view.peek().rows.at(-1)?.atMs ?? 0);
    let told: readonly ChatItem[] = [];
    const timer = setInterval(() => {
      const { rows } = feed.view.peek();
      const text = heardText(rows, sinceMs);
      sinceMs = Math.max(sinceMs, rows.at(-1)?.atMs ?? 0);
      if (text === null) return;
      told = rows.slice(-toldAtOnce);
      said.value = text;
    }, tellEveryMs);
    // What a moderator removes is not left to be read here.
    const stop = feed.view.subscribe(({ rows }) => {
      const isWhole = told.every(({ id }) => rows.some((row) => row.id === id));
      if (isWhole) return;
      told = [];
      said.value = '';
    });
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [feed]);
  return (
    <p class="unseen" aria-live="polite" aria-atomic="true">
      {said.value}
    </p>
  );
};
