import { Line } from '#test/support/audience/line.ts';
import type { Contender, JoinStep } from './contender.ts';
import { Histogram } from './histogram.ts';
import { markOf, MarkerCounter } from './marker-counter.ts';

/** As many handshakes at once as the server's backlog takes with ease. */
const joiningAtOnce = 50;
const lookMs = 20;
/** What has not arrived so long after it was sent never will. */
const arrivalMs = 10_000;

/** All sockets of one contender, and the load they make. */
export class Audience {
  readonly contender: Contender;
  readonly delays = new Histogram();
  readonly #sentAtMs: number[] = [];
  readonly #members: Member[] = [];

  private constructor(contender: Contender) {
    this.contender = contender;
  }

  /** Brings `size` sockets into the contender's room. */
  static async join(contender: Contender, size: number): Promise<Audience> {
    const audience = new Audience(contender);
    await audience.grow(size);
    return audience;
  }

  /** Joins further sockets until there are `size`. */
  async grow(size: number): Promise<void> {
    while (this.#members.length < size) {
      const from = this.#members.length;
      const count = Math.min(joiningAtOnce, size - from);
      const joining = Array.from({ length: count }, (_, index) =>
        Member.join(this.contender, from + index, new MarkerCounter(this.#sentAtMs, this.delays)),
      );
      this.#members.push(...(await Promise.all(joining)));
    }
  }

  get size(): number {
    return this.#members.length;
  }

  get delivered(): number {
    return this.#members.reduce((total, { counter }) => total + counter.delivered, 0);
  }

  /** A measurement begins; returns the number of the first message it will say. */
  begin(): number {
    this.delays.clear();
    for (const { counter } of this.#members) counter.begin();
    return this.#sentAtMs.length;
  }

  /** Sockets that were lost, or did not get all that was said since `first` once and in the order of the others. */
  faultsSince(first: number): number {
    const count = this.#sentAtMs.length - first;
    const total = (count * (first + first + count - 1)) / 2;
    const order = this.#members[0]?.counter.order;
    const isAtFault = ({ counter, isLost }: Member) =>
      isLost || counter.total !== total || counter.order !== order;
    return this.#members.filter(isAtFault).length;
  }

  /** One message of the member whose turn it is among the first `senders`. */
  say(senders: number): void {
    const sequence = this.#sentAtMs.length;
    this.#sentAtMs.push(performance.now());
    const text = `Is the blue one on the left still there, and how large is it? ${markOf(sequence)}`;
    this.#members[sequence % senders]?.say(text);
  }

  /** Resolves when everything said after `before` deliveries has arrived everywhere; throws when it does not. */
  async arrived(before: number, said: number): Promise<void> {
    const deadlineMs = performance.now() + arrivalMs;
    while (this.delivered < before + said * this.size) {
      if (performance.now() > deadlineMs) {
        throw new Error(`${this.contender.name}: ${this.delivered - before} of ${said * this.size} arrived`);
      }
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  }

  leave(): void {
    for (const member of this.#members) member.leave();
  }
}

class Member {
  readonly counter: MarkerCounter;
  isLost = false;
  readonly #contender: Contender;
  readonly #line: Line;
  /** What came and was not waited for yet; `undefined` once the member is in the room. */
  #heard: string | undefined = '';
  #onHeard: () => void = () => undefined;
  #isLeaving = false;

  private constructor(contender: Contender, counter: MarkerCounter) {
    this.#contender = contender;
    this.counter = counter;
    this.#line = new Line(contender.origin, contender.path, {
      onBytes: (chunk) => this.#take(chunk),
      onEnd: () => {
        this.isLost = !this.#isLeaving;
      },
    });
  }

  static async join(contender: Contender, index: number, counter: MarkerCounter): Promise<Member> {
    const member = new Member(contender, counter);
    await member.#line.opened;
    for (const step of contender.joining(index)) await member.#do(step);
    member.#heard = undefined;
    return member;
  }

  say(text: string): void {
    this.#contender.say(this.#line, text);
  }

  leave(): void {
    this.#isLeaving = true;
    this.#line.cut();
  }

  async #do({ say, until }: JoinStep): Promise<void> {
    if (say !== undefined) this.#line.say(say);
    while (this.#heard?.includes(until) === false) {
      await new Promise<void>((resolve) => {
        this.#onHeard = resolve;
      });
    }
    this.#heard = '';
  }

  #take(chunk: Buffer): void {
    if (this.#heard !== undefined) {
      this.#heard += chunk.toString('latin1');
      return this.#onHeard();
    }
    this.counter.take(chunk);
    const { heartbeat } = this.#contender;
    if (heartbeat !== undefined && chunk.includes(heartbeat.ping)) this.#line.say(heartbeat.pong);
  }
}
