import { signal, type ReadonlySignal } from '@preact/signals';
import type { MessageView } from '#protocol/room-views.ts';
import { freshId } from '../../live/fresh-id.ts';
import type { CallError, Outcome } from '../../live/outcome.ts';
import { stepOf, undoOf, type Act, type ActStep } from './acts.ts';

/** One act of this moderator that the server has confirmed. */
export interface Done {
  readonly act: Act | 'unpin';
  readonly step: ActStep;
  readonly message: MessageView;
}

export interface ActRecord {
  /** Acts on their way, by message. */
  readonly pending: ReadonlySignal<ReadonlyMap<string, Act | 'unpin'>>;
  /** What U takes back, the newest last. */
  readonly done: ReadonlySignal<readonly Done[]>;
  run(act: Act | 'unpin', message: MessageView, details: ActDetails): Promise<Outcome<Done>>;
  /** Takes back the newest act; null when there is none. */
  undoLast(reason: string): Promise<{ readonly done: Done; readonly error: CallError | null } | null>;
}

interface ActDetails {
  readonly reason: string;
  readonly minutes?: number | undefined;
}

/** More than anybody takes back one by one; the audit trail holds the rest. */
const kept = 50;

const stepFor = (act: Act | 'unpin', message: MessageView, { reason, minutes }: ActDetails): ActStep =>
  act === 'unpin'
    ? { method: 'room.unpin-message', params: { messageId: message.messageId } }
    : stepOf(act, { message, rulingId: freshId(), reason, ...(minutes !== undefined && { minutes }) });

/** Sends acts and remembers them, newest last, for U. `send` puts the show and a command id to a step. */
export const createActRecord = (send: (step: ActStep) => Promise<Outcome<unknown>>): ActRecord => {
  const pending = signal<ReadonlyMap<string, Act | 'unpin'>>(new Map());
  const done = signal<readonly Done[]>([]);
  const settle = (messageId: string) => {
    const rest = new Map(pending.peek());
    rest.delete(messageId);
    pending.value = rest;
  };
  return {
    pending,
    done,
    run: async (act, message, details) => {
      const step = stepFor(act, message, details);
      pending.value = new Map(pending.peek()).set(message.messageId, act);
      const outcome = await send(step);
      settle(message.messageId);
      if (!outcome.ok) return outcome;
      const value: Done = { act, step, message };
      done.value = [...done.peek(), value].slice(-kept);
      return { ok: true, value };
    },
    undoLast: async (reason) => {
      const last = done.peek().at(-1);
      if (last === undefined) return null;
      done.value = done.peek().slice(0, -1);
      const step = undoOf(last.step, freshId(), reason);
      const outcome = step === null ? null : await send(step);
      const error = outcome === null || outcome.ok ? null : outcome.error;
      // The network was away: it can be tried again. A refusal for good stays refused.
      if (error?.temporary === true) done.value = [...done.peek(), last];
      return { done: last, error };
    },
  };
};
