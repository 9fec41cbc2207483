import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { ReactionCounts } from '#protocol/room-views.ts';
import { freshId } from '../live/fresh-id.ts';
import type { Live } from '../live/live.ts';
import { perPerson } from '../live/per-person.ts';
import { createRoom, type Room } from '../live/room.ts';
import { systemTime } from '../live/time-source.ts';
import { actOn, unblock } from './chat-acts.ts';
import type { ChatItem, Reader } from './chat-item.ts';
import { createItemMaker, peopleSeen } from './chat-items.ts';
import type { ChatModel, ChatState } from './chat-model.ts';
import { createDraft, emptyDraft, type Draft } from './draft.ts';
import { createFeed } from './feed.ts';
import { mentionedIn } from './mention-draft.ts';
import { createOwnGate } from './own-gate.ts';
import type { ReactionSource } from './reaction-sky.tsx';
import { sumOf, withoutOwn } from './reactions.ts';
import { ownStore } from './own-store.ts';

/** The device's wall clock at a local monotonic time. */
const wallTimeOf = (monotonicMs: number): number => Date.now() - (performance.now() - monotonicMs);

const moderatorRoles = ['admin', 'host', 'moderator'];

const readerOf = (live: Live, room: Room) =>
  computed<Reader>(() => {
    const who = live.session.state.value;
    const state = room.follow.value;
    // The server shows rulings to this show's crew alone, and so says who belongs to it.
    const isCrew = state.status === 'ready' && state.view.rulings !== undefined;
    if (who.status !== 'signed-in') return { personId: '', isCrew: false, mayModerate: false };
    return {
      personId: who.session.personId,
      isCrew,
      mayModerate: isCrew && moderatorRoles.includes(who.session.role),
    };
  });

const nameOf = (live: Live) =>
  computed(() => {
    const who = live.session.state.value;
    return who.status === 'signed-in' ? who.session.name : '';
  });

const stateOf = (room: Room) =>
  computed<ChatState>(() => {
    const state = room.follow.value;
    if (state.status !== 'ready') return state;
    const { pins, own } = state.view;
    const staleSinceMs = state.staleSinceMs === null ? null : wallTimeOf(state.staleSinceMs);
    return { status: 'ready', pins, own, staleSinceMs, hasMissed: state.hasMissed };
  });

/** Own reactions fly at once; the sums that come back are shown without them. */
const createReactions = (room: Room) => {
  const listeners = new Set<(counts: ReactionCounts) => void>();
  let owed: ReactionCounts = {};
  const stop = room.onReactions((counts) => {
    const { left, owed: rest } = withoutOwn(counts, owed);
    owed = rest;
    if (sumOf(left) > 0) for (const listener of listeners) listener(left);
  });
  const source: ReactionSource = {
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const react: ChatModel['react'] = (kind) => {
    owed = { ...owed, [kind]: (owed[kind] ?? 0) + 1 };
    for (const listener of listeners) listener({ [kind]: 1 });
    room.react(kind);
  };
  return { source, react, stop };
};

const slowUntilOf = (room: Room, reader: ReadonlySignal<Reader>) =>
  computed<number | null>(() => {
    const state = room.follow.value;
    const { personId, isCrew } = reader.value;
    if (state.status !== 'ready' || isCrew || state.view.rules.slowModeMs === 0) return null;
    const last = state.view.messages.findLast(({ author }) => author.personId === personId);
    return last === undefined ? null : last.sentAtMs + state.view.rules.slowModeMs;
  });

/** The same object while nothing of it changed, so that no row is drawn again for it. */
const stabilise = (reader: ReadonlySignal<Reader>) => {
  const stableReader = signal(reader.peek());
  const stopReader = effect(() => {
    const { personId, isCrew, mayModerate } = reader.value;
    const before = stableReader.peek();
    const isSame =
      before.personId === personId && before.isCrew === isCrew && before.mayModerate === mayModerate;
    if (!isSame) stableReader.value = reader.value;
  });
  return { stableReader, stopReader };
};

const sendDraft = (room: Room, draft: Draft, writtenAtMs: number): void => {
  const text = draft.text.peek().trim();
  if (text === '') return;
  const replyToId = draft.replyTo.peek()?.messageId ?? null;
  const mentionIds = mentionedIn(text, draft.chosen.peek());
  room.send({ messageId: freshId(), text, replyToId, mentionIds, kind: draft.kind.peek(), writtenAtMs });
  emptyDraft(draft);
};

const createChat = (live: Live, showId: string) => {
  const nowMs = () => live.clock.nowMs();
  const store = ownStore(live, showId);
  const room = createRoom({ socket: live.socket(), showId, time: systemTime, nowMs, store });
  const reader = readerOf(live, room);
  const state = stateOf(room);
  const name = nameOf(live);
  const feed = createFeed<ChatItem>({ time: systemTime, nowMs });
  const draft = createDraft();
  const { gate, close: closeGate } = createOwnGate({ room, reader, time: systemTime, nowMs });
  const reactions = createReactions(room);
  const items = createItemMaker();
  const { stableReader, stopReader } = stabilise(reader);
  const stopFeed = effect(() => {
    const current = room.follow.value;
    if (current.status !== 'ready') return;
    feed.take(items.of(current.view, room.onTheirWay.value, { ...stableReader.value, name: name.value }));
  });
  const view = () => {
    const current = room.follow.peek();
    return current.status === 'ready' ? current.view : undefined;
  };
  const people = () =>
    peopleSeen(view()?.messages ?? [], room.presence.peek()?.sample ?? [], stableReader.peek().personId);
  const chat: ChatModel = {
    state,
    reader: stableReader,
    name,
    presence: room.presence,
    gate,
    slowUntilMs: slowUntilOf(room, stableReader),
    feed,
    draft,
    reactions: reactions.source,
    nowMs,
    people,
    send: () => sendDraft(room, draft, nowMs()),
    retry: room.retry,
    discard: room.discard,
    react: reactions.react,
    isPinned: (messageId) => view()?.pins.some(({ message }) => message.messageId === messageId) ?? false,
    act: (message, choice) => actOn(room, draft, message, choice),
    unblock: (personId) => {
      const who = people().find((person) => person.personId === personId);
      unblock(room, personId, who?.name ?? '');
    },
    dismissMissed: room.dismissMissed,
  };
  const close = () => {
    stopFeed();
    stopReader();
    closeGate();
    reactions.stop();
    feed.close();
    room.close();
  };
  return { chat, close };
};

/** The chat of a show for as long as the page is mounted, and made anew when another person is behind it. */
export const useChat = (live: Live, showId: string): ChatModel => {
  const kept = useMemo(() => perPerson(live.session, () => createChat(live, showId)), [live, showId]);
  useEffect(() => kept.close, [kept]);
  return kept.current.value.chat;
};
