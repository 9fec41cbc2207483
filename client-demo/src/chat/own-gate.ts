import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { CallError } from '../live/outcome.ts';
import type { Room } from '../live/room.ts';
import type { TimeSource } from '../live/time-source.ts';
import type { Reader } from './chat-item.ts';
import { gateOf, type Gate, type GateFacts } from './composer-gate.ts';

/** A closed room is asked again after this while: a show can be brought back. */
const closedForMs = 60_000;

/** What a refusal says about the next message; null when it says nothing. Pure. */
export const refusalOf = (error: CallError | null, nowMs: number): GateFacts['refusal'] => {
  if (error?.code === 'room-closed') return { reason: 'closed', untilMs: nowMs + closedForMs };
  if (error?.code !== 'room-access-refused') return null;
  const waitMs = error.details?.['retryAfterMs'];
  if (typeof waitMs === 'number') return { reason: 'newcomer', untilMs: nowMs + waitMs };
  return { reason: 'known', untilMs: null };
};

interface OwnGateOptions {
  readonly room: Pick<Room, 'follow' | 'lastRefusal'>;
  readonly reader: ReadonlySignal<Reader>;
  readonly time: TimeSource;
  readonly nowMs: () => number;
}

/** Whether the reader may write right now; opens by itself when a restriction runs out. */
export const createOwnGate = ({ room, reader, time, nowMs }: OwnGateOptions) => {
  const refusal = signal<GateFacts['refusal']>(null);
  const checkedAtMs = signal(nowMs());
  const stopRefusal = effect(() => {
    refusal.value = refusalOf(room.lastRefusal.value, nowMs());
  });
  const gate = computed<Gate>(() => {
    const state = room.follow.value;
    if (state.status !== 'ready') return { status: 'open' };
    const { own, rules } = state.view;
    const atMs = Math.max(checkedAtMs.value, nowMs());
    return gateOf({ own, rules, isCrew: reader.value.isCrew, refusal: refusal.value, nowMs: atMs });
  });
  let cancel: (() => void) | undefined;
  const stopTimer = effect(() => {
    cancel?.();
    const current = gate.value;
    if (current.status === 'open' || current.untilMs === null) return;
    // Longer than a day is looked at again then; timers do not reach further than 24 days.
    const waitMs = Math.min(86_400_000, Math.max(0, current.untilMs - nowMs()) + 50);
    cancel = time.after(waitMs, () => (checkedAtMs.value = nowMs()));
  });
  const close = () => {
    stopRefusal();
    stopTimer();
    cancel?.();
  };
  return { gate, close };
};
