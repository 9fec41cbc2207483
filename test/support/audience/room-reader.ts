import type { Push, ServerMessage } from '#protocol/messages.ts';
import type { RoomChannelEvent, RoomView } from '#protocol/room-views.ts';
import type { ChannelPosition, Subscribed } from '#protocol/views.ts';
import { backOffMs, reconnectLimits, restartLimits } from '../../../client-demo/src/live/back-off.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { Line } from './line.ts';

/** Messages of a profile are numbered from 1, so that each reader can tell what it missed. */
export const numbered = (number: number): string => `This is number ${number} of the evening`;
const numberIn = (text: string): number => Number(/number (\d+)/.exec(text)?.[1] ?? Number.NaN);

interface ReaderOptions {
  readonly origin: string;
  readonly token: string;
  readonly channel: string;
  readonly random: () => number;
  /** Number of the last message that the server has acknowledged. */
  readonly acknowledged: () => number;
}

/** The server closed with this code as it goes (protocol/close-codes.ts, `server-draining`). */
const drainingCode = 4000;

/**
 * One of thousands who read a room: resumes by position, comes back as the browser's library does, and notes what it
 * was not given once and in order. Leaner than `ChannelReader`; says nothing.
 */
export class RoomReader {
  /** Number of the last message, and how many came. */
  last = 0;
  received = 0;
  /** Messages left out, doubled or out of order, and pushes that did not join. */
  faults = 0;
  snapshots = 0;
  recoveries = 0;
  /** ms from connecting again until everything acknowledged by then was there. */
  readonly replaysMs: number[] = [];
  /** ms from the loss of the line to the same. */
  readonly absencesMs: number[] = [];
  readonly #options: ReaderOptions;
  #line: Line | undefined;
  #position: ChannelPosition | undefined;
  #lostAtMs: number | undefined;
  #connectedAtMs = 0;
  #owed = 0;
  #attempt = 0;
  #closeCode: number | undefined;
  #isOver = false;
  #onJoined: () => void = () => undefined;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Connects; resolves when it reads. */
  join(): Promise<void> {
    return new Promise((resolve) => {
      this.#onJoined = resolve;
      this.#connect();
    });
  }

  /** Cuts the line and comes back after `awayMs`. */
  cut(awayMs: number): void {
    const line = this.#line;
    this.#line = undefined;
    this.#lostAtMs ??= performance.now();
    line?.cut();
    setTimeout(() => this.#connect(), awayMs);
  }

  /** Whether it has a line and missed nothing that was acknowledged. */
  get isUpToDate(): boolean {
    return this.#lostAtMs === undefined && this.last >= this.#options.acknowledged();
  }

  leave(): void {
    this.#isOver = true;
    this.#line?.cut();
  }

  #connect(): void {
    if (this.#isOver) return;
    this.#connectedAtMs = performance.now();
    this.#closeCode = undefined;
    const splitter = new FrameSplitter({
      onText: (payload) => this.#take(line, payload),
      onClose: (code) => (this.#closeCode = code),
    });
    const line = new Line(this.#options.origin, '/api/socket', {
      onBytes: (chunk) => splitter.take(chunk),
      onEnd: () => this.#lost(line),
    });
    this.#line = line;
    void line.opened.then(
      () => line.say(JSON.stringify([{ type: 'hello', protocol: 1, token: this.#options.token }])),
      () => undefined,
    );
  }

  /** Whoever cut the line comes back by itself; this is for those the server or the network cut. */
  #lost(line: Line): void {
    if (this.#isOver || this.#line !== line) return;
    this.#lostAtMs ??= performance.now();
    const limits = this.#closeCode === drainingCode ? restartLimits : reconnectLimits;
    setTimeout(() => this.#connect(), backOffMs(this.#attempt, this.#options.random, limits));
    this.#attempt += 1;
  }

  #take(line: Line, payload: Buffer): void {
    if (this.#line !== line) return;
    // Our own server wrote it.
    for (const message of JSON.parse(payload.toString()) as ServerMessage[]) this.#hear(line, message);
  }

  #hear(line: Line, message: ServerMessage): void {
    if (message.type === 'welcome') this.#subscribe(line);
    if (message.type === 'ping') line.say('[{"type":"pong"}]');
    if (message.type === 'push') this.#apply(message);
    if (message.type === 'signal' && message.name === 'channel.closed') this.faults += 1;
    if (message.type !== 'reply') return;
    if (!message.ok) throw new Error(`the room refused a reader: ${message.error.code}`);
    // The one thing a reader asks for.
    this.#joined(message.result as Subscribed<RoomView, RoomChannelEvent>);
  }

  #subscribe(line: Line): void {
    this.#owed = this.#options.acknowledged();
    // At version 0 there is no event to name.
    const position = (this.#position?.eventId ?? null) === null ? {} : { position: this.#position };
    const params = { channel: this.#options.channel, ...position };
    line.say(JSON.stringify([{ type: 'request', id: 1, method: 'channel.subscribe', params }]));
  }

  #joined(answer: Subscribed<RoomView, RoomChannelEvent>): void {
    if (answer.recovered) {
      this.recoveries += 1;
      for (const event of answer.events) this.#count(event);
    } else {
      this.snapshots += 1;
      const missed = answer.snapshot.messages.filter(({ text }) => numberIn(text) > this.last);
      for (const message of missed) this.#count({ type: 'room.message', message });
    }
    this.#position = answer.position;
    this.#attempt = 0;
    this.#caughtUp();
    this.#onJoined();
  }

  #apply({ from, to, toEventId, events }: Push): void {
    if (from !== this.#position?.version) this.faults += 1;
    this.#position = { version: to, eventId: toEventId };
    // The channel is a room's.
    for (const event of events as readonly RoomChannelEvent[]) this.#count(event);
    this.#caughtUp();
  }

  #count(event: RoomChannelEvent): void {
    if (event.type !== 'room.message') return;
    const number = numberIn(event.message.text);
    if (number !== this.last + 1) this.faults += 1;
    this.last = number;
    this.received += 1;
  }

  #caughtUp(): void {
    if (this.#lostAtMs === undefined || this.last < this.#owed) return;
    const nowMs = performance.now();
    this.replaysMs.push(nowMs - this.#connectedAtMs);
    this.absencesMs.push(nowMs - this.#lostAtMs);
    this.#lostAtMs = undefined;
  }
}
