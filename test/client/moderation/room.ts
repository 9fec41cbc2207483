import type { MessageView, PersonView, RoomView, RulingView } from '#protocol/room-views.ts';

/** A person as a room shows them. */
export const person = (personId: string, name = personId, badge: PersonView['badge'] = null): PersonView => ({
  personId,
  name,
  badge,
});

type Moderation = NonNullable<MessageView['moderation']>;
interface Changes extends Omit<Partial<MessageView>, 'moderation'> {
  readonly flags?: Moderation['flags'];
  readonly reports?: number;
  readonly cleared?: Moderation['cleared'];
  readonly rulingId?: string;
}

/** A message as the crew sees it; its sequence is its place in time. */
export const message = (sequence: number, changes: Changes = {}): MessageView => {
  const { flags = [], reports = 0, cleared = null, rulingId = null, ...rest } = changes;
  return {
    messageId: `message-${sequence}`,
    sequence,
    author: person('author-1', 'Ann'),
    kind: 'message',
    audience: 'room',
    text: `Text ${sequence}`,
    sentAtMs: sequence * 1000,
    replyTo: null,
    mentions: [],
    status: 'shown',
    ...rest,
    moderation: {
      flags,
      rulingId,
      cleared,
      reports: Array.from({ length: reports }, (_, index) => ({
        by: person(`reporter-${index}`),
        reason: 'spam',
        atMs: 0,
      })),
    },
  };
};

export const ruling = (changes: Partial<RulingView> = {}): RulingView => ({
  rulingId: 'ruling-1',
  kind: 'delete-message',
  by: person('moderator-1', 'Mia', 'moderator'),
  person: person('author-1', 'Ann'),
  messageIds: [],
  reason: '',
  atMs: 5000,
  untilMs: null,
  undone: null,
  ...changes,
});

export const room = (messages: readonly MessageView[], rulings: readonly RulingView[] = []): RoomView => ({
  showId: 'show-0001',
  rules: { access: 'everyone', slowModeMs: 0, newcomerWaitMs: 0, allowsLinks: false },
  messages,
  pins: [],
  own: { restriction: null, blockedIds: [] },
  rulings,
});
