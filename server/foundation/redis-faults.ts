import { Refusal } from '#protocol/errors.ts';

/** Replies of a Redis that is starting, failing over or saving: the same request succeeds in a moment. */
const away = /^(LOADING|READONLY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|NOREPLICAS|BUSY|UNBLOCKED)\b/;
/** Its memory is full (`noeviction`), or its disk is. */
const full = /^(OOM|MISCONF)\b/;
/** What the client says by itself when nobody answered. */
const unanswered =
  /^(Command timed out|Connection is closed|Command aborted|Stream isn't writeable|Reached the max retries|Socket timeout)/;
const retryAfterMs = 500;

/**
 * What a client hears of a fault of Redis: a temporary refusal while it is away, `storage-full` when it is. Other
 * faults are bugs and stay errors, but without the command that Redis refused: it may hold names and secrets.
 */
export function faultOf(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Refusal) return error;
  const { message } = error;
  if (full.test(message)) return new Refusal('storage-full');
  const isOfTheLine = 'code' in error && 'syscall' in error;
  if (isOfTheLine || away.test(message) || unanswered.test(message)) {
    return new Refusal('server-overloaded', { retryAfterMs });
  }
  if (!('command' in error)) return error;
  const bare = new Error(message);
  if (error.stack !== undefined) bare.stack = error.stack;
  return bare;
}

/** The same port over Redis, whose methods reject with `faultOf` what went wrong. */
export function withFaults<Port extends object>(port: Port): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, args);
        if (!(result instanceof Promise)) return result;
        return result.catch((error: unknown) => {
          throw faultOf(error);
        });
      };
    },
  });
}
