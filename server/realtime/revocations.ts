import type { Logger } from 'pino';
import type { Identity } from '#application/identity/identity.ts';
import { Refusal } from '#protocol/errors.ts';
import type { Clock } from './clock.ts';
import type { Sessions } from './sessions.ts';

interface Deps {
  readonly identity: Pick<Identity, 'onRevoked' | 'revokedSince'>;
  readonly sessions: Pick<Sessions, 'revoke'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What another server process of this machine ended is known here after this time. */
const lookEveryMs = 3000;
/** Looks overlap, so that a write which was slow to become visible is not missed. */
const lookBackMs = 10_000;

/** Ends the sockets of sessions that were revoked, here or elsewhere. */
export class Revocations {
  readonly #deps: Deps;
  readonly #stopListening: () => void;
  #cancelLook: () => void;
  /** When the last look that succeeded began: what was revoked while the store was away is not missed. */
  #seenUntilMs: number;
  #isLooking = false;
  #mustLookAgain = false;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#seenUntilMs = deps.clock.nowMs();
    this.#stopListening = deps.identity.onRevoked((sessionId) => deps.sessions.revoke(sessionId));
    this.#cancelLook = deps.clock.after(lookEveryMs, () => this.#lookAgain());
  }

  /** A session may have been revoked while its token was looked at, when nobody knew yet whose socket it is. */
  opened(): void {
    this.#mustLookAgain = true;
    void this.#look();
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
    this.#cancelLook();
  }

  #lookAgain(): void {
    this.#cancelLook = this.#deps.clock.after(lookEveryMs, () => this.#lookAgain());
    this.#mustLookAgain = true;
    void this.#look();
  }

  /** One look at a time: a thousand sockets that come back together cost a few looks, each begun after they came. */
  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    while (this.#mustLookAgain) {
      this.#mustLookAgain = false;
      await this.#lookOnce();
    }
    this.#isLooking = false;
  }

  async #lookOnce(): Promise<void> {
    const { identity, sessions, clock, logger } = this.#deps;
    const beganAtMs = clock.nowMs();
    try {
      for (const sessionId of await identity.revokedSince(this.#seenUntilMs - lookBackMs)) {
        sessions.revoke(sessionId);
      }
      this.#seenUntilMs = beganAtMs;
    } catch (error) {
      // That the store is away is said elsewhere; the look that succeeds reaches back to the last that did.
      const isTemporary = error instanceof Refusal && error.toWire().temporary;
      logger[isTemporary ? 'debug' : 'error']({ err: error }, 'revoked sessions could not be read');
    }
  }
}
