import { errorTable } from '#protocol/errors.ts';
import type { Application, Command } from './application.ts';
import type { Follower } from './followers.ts';
import { consequenceId, type TimerKey } from './policy.ts';
import { systemPrincipal } from './system-principal.ts';

/** A command that falls due. Derived from events or states, never stored by itself. */
export interface Timer {
  /** Of one thing and one time: a thing that is put off has another key, and its command must refuse for the old one. */
  readonly key: TimerKey;
  /** Store time, ms since the epoch. */
  readonly dueAtMs: number;
  readonly command: Command;
}

export interface TimersOptions {
  readonly application: Pick<Application, 'nowMs' | 'execute'>;
  readonly onError: (error: unknown, where: string) => void;
}

/** A clock that is set while one waits is noticed after so long. */
const longestWaitMs = 60_000;
/** More lots than a server ever has open, or due, at once. */
const maximumThings = 10_000;

/**
 * The timers of one process. Every server arms its own; firing twice is harmless because all use the same command id,
 * and the command refuses what is no longer so. What fails for the moment stays armed until a sweep (`wake`) or the
 * next timer tries again. Bounded by what sets them: a room has at most three pins.
 */
export class Timers implements Follower {
  readonly #options: TimersOptions;
  readonly #armed = new Map<TimerKey, Timer>();
  readonly #firing = new Map<TimerKey, Promise<void>>();
  readonly #byThing = new Map<string, TimerKey | undefined>();
  #timeout: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: TimersOptions) {
    this.#options = options;
  }

  /** Arms it, or does nothing when it is armed already. One that is overdue fires at once. */
  arm(timer: Timer): void {
    if (this.#closed || this.#armed.has(timer.key)) return;
    this.#armed.set(timer.key, timer);
    this.wake();
  }

  /**
   * The one timer of a thing (a lot), in place of the one it had; `undefined`: it has none any more. So a clock that is
   * set anew a thousand times leaves one timer.
   */
  keep(thing: string, timer: Timer | undefined): void {
    const before = this.#byThing.get(thing);
    if (this.#byThing.has(thing) && before === timer?.key) return;
    if (before !== undefined) this.#armed.delete(before);
    // What ended is remembered no longer than others that ended since.
    this.#byThing.delete(thing);
    this.#byThing.set(thing, timer?.key);
    this.#forgetEnded();
    if (timer) this.arm(timer);
  }

  /** Whether `keep` was told of it: then that is newer than any state that was read meanwhile. */
  knows(thing: string): boolean {
    return this.#byThing.has(thing);
  }

  /** Fires what is due and waits for the next. */
  wake(): void {
    if (this.#closed) return;
    const nowMs = this.#options.application.nowMs();
    for (const timer of this.#armed.values()) {
      if (timer.dueAtMs > nowMs || this.#firing.has(timer.key)) continue;
      const firing = this.#fire(timer).finally(() => this.#firing.delete(timer.key));
      this.#firing.set(timer.key, firing);
    }
    this.#waitForNext(nowMs);
  }

  /** Resolves when nothing is under way. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timeout);
    await Promise.all(this.#firing.values());
  }

  #forgetEnded(): void {
    if (this.#byThing.size <= maximumThings) return;
    for (const [thing, key] of this.#byThing) {
      if (key !== undefined && this.#armed.has(key)) continue;
      this.#byThing.delete(thing);
      return;
    }
  }

  #waitForNext(nowMs: number): void {
    clearTimeout(this.#timeout);
    const waiting = [...this.#armed.values()].filter(({ key }) => !this.#firing.has(key));
    if (waiting.length === 0) return;
    const nextMs = Math.min(...waiting.map(({ dueAtMs }) => dueAtMs));
    this.#timeout = setTimeout(() => this.wake(), Math.min(nextMs - nowMs, longestWaitMs));
  }

  async #fire({ key, command }: Timer): Promise<void> {
    const { application, onError } = this.#options;
    try {
      const commandId = consequenceId('timers', key);
      const outcome = await application.execute({ command, commandId, principal: systemPrincipal });
      const isOver = outcome.outcome === 'accepted' || !errorTable[outcome.rejection.code].temporary;
      if (isOver) this.#armed.delete(key);
    } catch (error) {
      onError(error, 'timers');
    }
  }
}
