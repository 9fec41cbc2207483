/** What a chat gives its readers of one message, the same in every contender (protocol/room-views.ts). */
export const messageOf = (messageId: string, personId: string, sequence: number, text: string) => ({
  messageId,
  sequence,
  author: { personId, name: `Visitor ${personId.slice(0, 4)}`, badge: null },
  kind: 'message',
  audience: 'room',
  text,
  sentAtMs: Date.now(),
  replyTo: null,
  mentions: [],
  status: 'shown',
});

/** What a client says, as it stands in its frame. */
export interface Said {
  readonly messageId: string;
  readonly text: string;
}
