import { forgetfulStore, type Outgoing, type OutgoingStore } from '../../../client-demo/src/live/outgoing.ts';
import { createRoom } from '../../../client-demo/src/live/room.ts';
import type { MessageView, RoomChannelEvent, RoomView } from '#protocol/room-views.ts';
import { ChannelStand } from './channel-stand.ts';

const author = { personId: 'person', name: 'Ada', badge: null };

export const messageAt = (sequence: number, messageId = `message-${sequence}`): MessageView => ({
  messageId,
  sequence,
  author,
  kind: 'message',
  audience: 'room',
  text: `text of ${messageId}`,
  sentAtMs: 0,
  replyTo: null,
  mentions: [],
  status: 'shown',
});

/** A room before its last 100 messages, as the public gets it. */
export const roomOf = (values: readonly unknown[]): RoomView => {
  const messages: MessageView[] = [];
  // Only events of this channel are recorded in this test.
  for (const event of values as readonly RoomChannelEvent[]) {
    if (event.type === 'room.message') messages.push(event.message);
  }
  return {
    showId: 'show-number-1',
    rules: { access: 'everyone', slowModeMs: 0, newcomerWaitMs: 0, allowsLinks: false },
    messages: messages.slice(-100),
    pins: [],
    own: { restriction: null, blockedIds: [] },
  };
};

export const written = (messageId: string, writtenAtMs: number): Outgoing => ({
  messageId,
  text: `text of ${messageId}`,
  replyToId: null,
  mentionIds: [],
  kind: 'room',
  writtenAtMs,
});

/** A room of the live library before a server that accepts each message once, however often it comes. */
export const standingRoom = (store: OutgoingStore = forgetfulStore, stand = new ChannelStand(roomOf)) => {
  const { socket, time } = stand.stand;
  /** Ids of messages as they came, repeats and all. */
  const came: string[] = [];
  /** What the next messages are answered instead of being accepted; `lost`: accepted, but the answer never comes. */
  const answers: (object | 'lost')[] = [];
  stand.answer = ({ method, params }) => {
    if (method !== 'room.send-message') return {};
    const messageId = String(params['messageId']);
    came.push(messageId);
    const answer = answers.shift();
    if (answer !== undefined && answer !== 'lost') return answer;
    const isThere = roomOf(stand.values).messages.some((message) => message.messageId === messageId);
    if (!isThere)
      stand.record([{ type: 'room.message', message: messageAt(stand.log.length + 1, messageId) }]);
    if (answer !== 'lost') return { version: stand.log.length };
    stand.cut();
    return undefined;
  };
  const room = createRoom({ socket, showId: 'show-number-1', time, nowMs: () => time.nowMs(), store });
  const say = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      stand.record([{ type: 'room.message', message: messageAt(stand.log.length + 1) }]);
    }
  };
  const shown = () => (room.follow.value.status === 'ready' ? room.follow.value.view.messages : []);
  const send = (messageId: string) => room.send(written(messageId, time.nowMs()));
  return { stand, time, room, came, answers, say, shown, send };
};
