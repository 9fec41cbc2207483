import fc from 'fast-check';
import type { MessageId } from '#domain/ids.ts';
import type { RoomMessage } from '#domain/room/room.ts';
import { ChannelReader } from '#test/support/channel-reader.ts';
import { RealtimeStand, showId } from '#test/support/realtime-stand.ts';
import type { SocketPair } from '#test/support/socket-pair.ts';
import { deleted, person, restricted, sent } from './room-examples.ts';

export const channel = `room-${showId}` as const;
const people = ['bob', 'vera', 'eva'] as const;

/** Something that happens to a room or to those who read it. Numbers pick one of what there is. */
export type Step =
  | {
      readonly do: 'say';
      readonly by: number;
      readonly how: 'shown' | 'held' | 'shadowed' | 'crew';
      readonly replyTo: number;
    }
  | { readonly do: 'delete' | 'approve' | 'report' | 'pin'; readonly at: number }
  | { readonly do: 'restrict'; readonly who: number; readonly kind: 'ban' | 'timeout' | 'shadow' }
  | { readonly do: 'undo'; readonly at: number }
  | { readonly do: 'block'; readonly by: number; readonly who: number }
  | { readonly do: 'cut' | 'return'; readonly reader: number; readonly server: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'lose-tail'; readonly count: number };

const small = fc.nat({ max: 40 });
const say = fc.record({
  do: fc.constant('say' as const),
  by: small,
  how: fc.constantFrom(
    'shown' as const,
    'shown' as const,
    'shown' as const,
    'held' as const,
    'shadowed' as const,
    'crew' as const,
  ),
  replyTo: small,
});
const comings = fc.record({
  do: fc.constantFrom('cut' as const, 'return' as const),
  reader: small,
  server: fc.nat({ max: 1 }),
});
const wait = fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 5, 60, 400) });

/** A lively and well moderated evening, on two servers over one log. */
export const anything: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: say },
  { weight: 4, arbitrary: comings },
  { weight: 4, arbitrary: wait },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('delete' as const, 'approve' as const, 'report' as const, 'pin' as const),
      at: small,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('restrict' as const),
      who: small,
      kind: fc.constantFrom('ban' as const, 'timeout' as const, 'shadow' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), at: small }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('block' as const), by: small, who: small }) },
);

export const withLosses: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: anything },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('lose-tail' as const), count: fc.integer({ min: 1, max: 5 }) }),
  },
);

/** Only messages that everybody sees, and readers who come and go. */
export const plain: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: say.map((step) => ({ ...step, how: 'shown' as const })) },
  { weight: 2, arbitrary: comings },
  { weight: 2, arbitrary: wait },
);

export interface SceneReader {
  readonly name: string;
  readonly role: 'viewer' | 'moderator';
  readonly reader: ChannelReader<typeof channel>;
  socket: SocketPair | undefined;
}

/** Two servers over one room, four readers, and what none of them may ever be sent. */
export class RoomScene {
  readonly servers: readonly RealtimeStand[];
  readonly readers: readonly SceneReader[];
  /** What was sent against the rules. */
  readonly leaks: string[] = [];
  #count = 0;
  /** As of the last tick: what is decided and sent within one tick crosses. */
  #messages: readonly RoomMessage[] = [];

  constructor() {
    const first = new RealtimeStand({ recoveryEvents: 12, channelPushesPerSecond: 3, channelHoldMs: 50 });
    this.servers = [first, new RealtimeStand(first.config, first)];
    this.readers = [...people, 'mona'].map((name) => ({
      name,
      role: name === 'mona' ? 'moderator' : 'viewer',
      reader: new ChannelReader(channel),
      socket: undefined,
    }));
  }

  get world(): RealtimeStand {
    const [first] = this.servers;
    if (first === undefined) throw new Error('there is always a first server');
    return first;
  }

  async play(steps: readonly Step[]): Promise<void> {
    for (const one of this.readers) await this.bring(one, 0);
    for (const step of steps) {
      await this.#do(step);
      await this.#tick();
    }
  }

  /** Everybody is there, and everything that was held back has been told. */
  async gather(): Promise<void> {
    for (const one of this.readers) if (one.socket === undefined) await this.bring(one, 0);
    await this.world.clock.advance(100);
    for (let ticks = 0; ticks < 5; ticks += 1) await this.#tick();
  }

  async bring(one: SceneReader, server: number): Promise<void> {
    const stand = this.servers[server] ?? this.world;
    const socket = await stand.open(one.role, one.name);
    if (one.role === 'viewer') socket.listen((message) => this.#check(one, JSON.stringify(message)));
    one.socket = socket;
    await stand.settle(one.reader.resume(socket));
  }

  async #tick(): Promise<void> {
    await this.world.clock.tick();
    this.#messages = this.world.roomStream.state.messages;
  }

  /** No text that was not theirs before this tick, and nothing of the crew's affairs. */
  #check({ name }: SceneReader, text: string): void {
    const mayHave = (message: RoomMessage) =>
      !isHidden(message) ||
      (message.authorId === person(name) && message.status !== 'removed' && message.audience === 'room');
    const theirs = new Set(
      this.world.roomStream.state.messages.filter(mayHave).map(({ messageId }) => messageId),
    );
    for (const message of this.#messages) {
      if (mayHave(message) || theirs.has(message.messageId)) continue;
      if (text.includes(message.text))
        this.leaks.push(`${name} was sent ${message.text} (${message.status})`);
    }
    if (/a reason for the crew|"moderation"|"rulings"|blockedWords/.test(text)) {
      this.leaks.push(`${name} was sent what is the crew's: ${text}`);
    }
  }

  async #do(step: Step): Promise<void> {
    switch (step.do) {
      case 'say':
        return this.#say(step);
      case 'cut': {
        const one = pick(this.readers, step.reader);
        one?.socket?.leave();
        one?.reader.pause();
        if (one !== undefined) one.socket = undefined;
        return;
      }
      case 'return': {
        const one = pick(this.readers, step.reader);
        if (one !== undefined && one.socket === undefined) await this.bring(one, step.server);
        return;
      }
      case 'wait':
        return this.world.clock.advance(step.ms);
      case 'lose-tail':
        return this.world.roomStream.loseTail(step.count);
      default:
        return this.#moderate(step);
    }
  }

  #say({ by, how, replyTo }: Extract<Step, { do: 'say' }>): void {
    const target = pick(this.world.roomStream.state.messages, replyTo);
    const number = (this.#count += 1);
    const author = how === 'crew' ? 'mona' : (pick(people, by) ?? 'bob');
    const fields = how === 'crew' ? { audience: 'crew' as const, isCrew: true } : { status: how };
    const replyToId: MessageId | null = replyTo % 3 === 0 ? (target?.messageId ?? null) : null;
    // Long enough that no other text contains it.
    this.world.appendRoom(person(author), sent(number, `<text ${number}>`, { ...fields, replyToId }));
  }

  #moderate(
    step: Extract<Step, { do: 'delete' | 'approve' | 'report' | 'pin' | 'restrict' | 'undo' | 'block' }>,
  ): void {
    const { state } = this.world.roomStream;
    const act = (
      ...events: Parameters<RealtimeStand['appendRoom']> extends [unknown, ...infer E] ? E : never
    ) => this.world.appendRoom(person('mona'), ...events);
    const message = 'at' in step ? pick(state.messages, step.at) : undefined;
    const number = (this.#count += 1);
    if (step.do === 'undo') {
      const ruling = pick(state.rulings, step.at);
      if (ruling !== undefined && ruling.undone === null)
        act({ type: 'ruling-undone', rulingId: ruling.rulingId });
    } else if (step.do === 'restrict') {
      const who = pick(people, step.who) ?? 'bob';
      const theirs = state.messages.filter(
        ({ authorId, status }) => authorId === person(who) && status !== 'removed',
      );
      const names = theirs.slice(0, step.who % 3).map(({ messageId }) => messageId.replace('message-', ''));
      act(restricted(number, step.kind, who, ...names));
    } else if (step.do === 'block') {
      const [by, who] = [pick(people, step.by) ?? 'bob', pick(people, step.who) ?? 'vera'];
      this.world.appendRoom(person(by), { type: 'person-blocked', personId: person(who) });
    } else if (message !== undefined && message.status !== 'removed') {
      const { messageId } = message;
      if (step.do === 'delete') act(deleted(number, message.authorId, messageId.replace('message-', '')));
      if (step.do === 'approve') act({ type: 'message-approved', messageId });
      if (step.do === 'report') act({ type: 'message-reported', messageId, reason: 'spam' });
      if (step.do === 'pin' && !isHidden(message)) act({ type: 'message-pinned', messageId, untilMs: null });
    }
  }
}

const isHidden = ({ status, audience }: RoomMessage): boolean => status !== 'shown' || audience === 'crew';

const pick = <Item>(items: readonly Item[], at: number): Item | undefined =>
  items[at % Math.max(1, items.length)];
