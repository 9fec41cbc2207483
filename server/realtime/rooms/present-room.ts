import type { PersonId } from '#domain/ids.ts';
import type { RoomMessage, RoomState, Ruling } from '#domain/room/room.ts';
import { publicSnapshotMessages } from '#protocol/room-limits.ts';
import type {
  MessageView,
  OwnStanding,
  PersonView,
  PinView,
  RoomRulesView,
  RoomView,
  RulingView,
} from '#protocol/room-views.ts';
import type { Reader } from '../channels/channel-kind.ts';
import { badgeOf, indexOf, isForItsAuthor, type CrewBadge } from './room-index.ts';

/** What a presentation knows beside the state of the room. */
export interface RoomSurroundings {
  readonly showId: string;
  readonly hostId: PersonId | null;
  readonly nameOf: (personId: PersonId) => string;
  /** Store time. */
  readonly nowMs: () => number;
}

const excerptLength = 80;

/** A room as one reader may see it now: every text of it goes through here, whatever it is part of. */
export class RoomPresentation {
  readonly #around: RoomSurroundings;
  readonly #state: RoomState;
  readonly #reader: Reader;

  constructor(around: RoomSurroundings, state: RoomState, reader: Reader) {
    this.#around = around;
    this.#state = state;
    this.#reader = reader;
  }

  room(): RoomView {
    const seen = this.#state.messages.filter((message) => this.sees(message));
    const { showId } = this.#around;
    const isStaff = this.#isStaff;
    return {
      showId,
      rules: this.rules(),
      messages: (isStaff ? seen : seen.slice(-publicSnapshotMessages)).map((message) =>
        this.message(message),
      ),
      pins: this.pins(),
      own: this.own(),
      ...(isStaff ? { rulings: this.#state.rulings.toReversed().map((ruling) => this.ruling(ruling)) } : {}),
    };
  }

  sees({ status, audience, authorId }: RoomMessage): boolean {
    if (this.#isStaff) return true;
    if (audience === 'crew' || status === 'removed') return false;
    return status === 'shown' || authorId === this.#reader.personId;
  }

  /** Only of what this reader sees. */
  message(message: RoomMessage): MessageView {
    const { messageId, sequence, kind, audience, text, sentAtMs, status } = message;
    return {
      messageId,
      sequence,
      author: this.person(message.authorId, badgeOf(message)),
      kind,
      audience,
      text,
      sentAtMs,
      replyTo: this.#replyTo(message),
      mentions: message.mentionIds.map((personId) =>
        this.person(personId, message.moderatorIds?.includes(personId) === true ? 'moderator' : null),
      ),
      // The author of a shadowed message is not told.
      status: status === 'shadowed' && !this.#isStaff ? 'shown' : status,
      ...(this.#isStaff ? { moderation: this.#moderation(message) } : {}),
    };
  }

  /** Alike for all: what moderators know of a message stands with the message. */
  pins(): readonly PinView[] {
    const nowMs = this.#around.nowMs();
    const forAll = new RoomPresentation(this.#around, this.#state, { audience: 'public', personId: null });
    return this.#state.pins.flatMap(({ messageId, pinnedAtMs, untilMs }) => {
      const message = indexOf(this.#state).messages.get(messageId);
      if (message?.status !== 'shown' || message.audience === 'crew') return [];
      if (untilMs !== null && untilMs <= nowMs) return [];
      return [{ message: forAll.message(message), pinnedAtMs, untilMs }];
    });
  }

  rules(): RoomRulesView {
    const { access, slowModeMs, newcomerWaitMs, allowsLinks, filterAction, blockedWords } = this.#state.rules;
    const rules = { access, slowModeMs, newcomerWaitMs, allowsLinks };
    return this.#isStaff ? { ...rules, filterAction, blockedWords } : rules;
  }

  /** A shadow ban does not show. */
  own(): OwnStanding {
    const { restrictions, blocks } = this.#state;
    const { personId } = this.#reader;
    const nowMs = this.#around.nowMs();
    const found = restrictions.find((one) => one.personId === personId);
    const binds = found !== undefined && (found.untilMs === null || found.untilMs > nowMs);
    const restriction =
      binds && found.kind !== 'shadow' ? { kind: found.kind, untilMs: found.untilMs } : null;
    const blockedIds = blocks.filter(({ byId }) => byId === personId).map((block) => block.personId);
    return { restriction, blockedIds };
  }

  /** The crew's alone. */
  ruling({ rulingId, kind, messageIds, reason, atMs, untilMs, ...ruling }: Ruling): RulingView {
    const { undone } = ruling;
    return {
      rulingId,
      kind,
      by: this.person(ruling.byId, 'moderator'),
      person: this.person(ruling.personId),
      messageIds,
      reason,
      atMs,
      untilMs,
      undone: undone && { by: this.person(undone.byId, 'moderator'), atMs: undone.atMs },
    };
  }

  /** What somebody is beside the host only their message or their act says. */
  person(personId: PersonId, badge: CrewBadge | null = null): PersonView {
    const { hostId, nameOf } = this.#around;
    return { personId, name: nameOf(personId), badge: personId === hostId ? 'host' : badge };
  }

  get #isStaff(): boolean {
    return this.#reader.audience === 'staff';
  }

  /**
   * What a reader does not see is not quoted either. What only its author sees is quoted only in what only its author
   * sees, because everything else is presented to all alike.
   */
  #replyTo(message: RoomMessage): MessageView['replyTo'] {
    const { replyToId } = message;
    const target = replyToId === null ? undefined : indexOf(this.#state).messages.get(replyToId);
    if (target === undefined || !this.sees(target)) return null;
    if (!this.#isStaff && isForItsAuthor(target) && !isForItsAuthor(message)) return null;
    const { messageId, authorId, text } = target;
    return { messageId, name: this.#around.nameOf(authorId), excerpt: excerptOf(text) };
  }

  #moderation({ flags, rulingId, reports, cleared }: RoomMessage): NonNullable<MessageView['moderation']> {
    return {
      flags,
      rulingId,
      reports: reports.map(({ byId, reason, atMs }) => ({ by: this.person(byId), reason, atMs })),
      cleared: cleared && { by: this.person(cleared.byId, 'moderator'), atMs: cleared.atMs },
    };
  }
}

/** Cut between characters, so that no half of a surrogate pair stands at its end. */
const excerptOf = (text: string): string =>
  text.length <= excerptLength ? text : `${[...text].slice(0, excerptLength).join('')}…`;
