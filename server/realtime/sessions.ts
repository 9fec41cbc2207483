import type { CloseReason } from '#protocol/close-codes.ts';
import type { Clock } from './clock.ts';
import type { Session } from './session.ts';

interface Limits {
  readonly perAddress: number;
  readonly total: number;
}

/** All sockets of this process, counted by address. */
export class Sessions {
  readonly #limits: Limits;
  readonly #addressOf = new Map<Session, string>();
  readonly #countByAddress = new Map<string, number>();
  #draining = false;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#addressOf.size;
  }

  /** Counts a socket in. Returns why it may not stay, if so; it is counted until `remove` all the same. */
  add(session: Session, address: string): CloseReason | undefined {
    const ofAddress = (this.#countByAddress.get(address) ?? 0) + 1;
    this.#addressOf.set(session, address);
    this.#countByAddress.set(address, ofAddress);
    if (this.#draining) return 'server-draining';
    return this.size > this.#limits.total || ofAddress > this.#limits.perAddress
      ? 'server-overloaded'
      : undefined;
  }

  remove(session: Session): void {
    const address = this.#addressOf.get(session);
    if (address === undefined) return;
    this.#addressOf.delete(session);
    const left = (this.#countByAddress.get(address) ?? 1) - 1;
    if (left === 0) this.#countByAddress.delete(address);
    else this.#countByAddress.set(address, left);
  }

  /** Ends every socket of a revoked session. */
  revoke(sessionId: string): void {
    for (const session of this.#addressOf.keys()) {
      if (session.principal?.sessionId === sessionId) session.close('session-revoked');
    }
  }

  /**
   * Closes all sockets one after the other over `overMs`, so that they do not come back in the same moment.
   * Resolves when the last close has begun. New sockets are turned away from now on.
   */
  async drain(overMs: number, clock: Clock): Promise<void> {
    this.#draining = true;
    const sessions = [...this.#addressOf.keys()];
    const stepMs = overMs / Math.max(1, sessions.length);
    const closings = sessions.map(async (session, index) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      clock.after(index * stepMs, resolve);
      await promise;
      session.close('server-draining');
    });
    await Promise.all(closings);
  }
}
