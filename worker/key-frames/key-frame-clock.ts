import { KeyFrameGovernor, lawWindowMs } from './key-frame-governor.ts';

/** mediasoup reports every packet that starts a part of a key frame, on every layer; one frame is all within this. */
const sameFrameMs = 150;

/** Runs a governor on the real clock: asks through `ask` when it says so, and keeps the figures. */
export class KeyFrameClock {
  readonly #governor = new KeyFrameGovernor();
  readonly #ask: () => void;
  readonly #recentMs: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #receivedAtMs = -Infinity;
  #closed = false;
  requested = 0;
  received = 0;
  mostIn4s = 0;

  constructor(ask: () => void) {
    this.#ask = ask;
  }

  setTicking(ticking: boolean): void {
    this.#governor.setTicking(ticking);
    this.#schedule();
  }

  expect(viewerId: string): void {
    this.#governor.expect(viewerId, performance.now());
  }

  want(viewerId: string): void {
    this.#governor.want(viewerId, performance.now());
    this.#schedule();
  }

  lost(viewerId: string): void {
    this.#governor.lost(viewerId);
    this.#schedule();
  }

  forget(viewerId: string): void {
    this.#governor.forget(viewerId);
  }

  /** A packet of a key frame came from the publisher. */
  packetReceived(): void {
    const nowMs = performance.now();
    if (nowMs - this.#receivedAtMs < sameFrameMs) return;
    this.#receivedAtMs = nowMs;
    this.received += 1;
    this.#governor.received(nowMs);
    this.#schedule();
  }

  /**
   * Opening a pipe makes mediasoup itself ask for a key frame, unstoppably: so it waits for its turn like everyone
   * (at most some 3 s, after four requests at once) and counts, from the moment in which the pipe is open.
   */
  async inTurn<Opened>(open: () => Promise<Opened>): Promise<Opened> {
    for (;;) {
      const waitMs = this.#governor.allowedAtMs() - performance.now();
      if (waitMs <= 0 || this.#closed) break;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    const countedAtMs = this.#count();
    const opened = await open();
    this.#governor.postponed(countedAtMs, performance.now());
    return opened;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    const nowMs = performance.now();
    const nextAtMs = this.#governor.nextAtMs(nowMs);
    if (nextAtMs === null) return;
    this.#timer = setTimeout(
      () => {
        this.#fire();
      },
      Math.max(0, Math.ceil(nextAtMs - nowMs)),
    );
  }

  #fire(): void {
    const nextAtMs = this.#governor.nextAtMs(performance.now());
    if (nextAtMs !== null && nextAtMs <= performance.now()) {
      this.#count();
      this.#ask();
    }
    this.#schedule();
  }

  #count(): number {
    const nowMs = performance.now();
    this.#governor.asked(nowMs);
    this.requested += 1;
    this.#recentMs.push(nowMs);
    while ((this.#recentMs[0] ?? nowMs) < nowMs - lawWindowMs) this.#recentMs.shift();
    this.mostIn4s = Math.max(this.mostIn4s, this.#recentMs.length);
    return nowMs;
  }
}
