import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { LiveSocket } from '../../live/socket.ts';

/** Whether the till reaches the server. `sinceMs`: by this device's clock, for people; null while it never did. */
export type Line =
  | { readonly status: 'on' }
  | { readonly status: 'connecting' }
  | { readonly status: 'off'; readonly sinceMs: number | null };

/** Kept over a reload, so that the page still knows since when. */
const lostKey = 'popstage.till-lost-at';

const readLost = (): number | null => {
  const kept = Number(localStorage.getItem(lostKey) ?? Number.NaN);
  return Number.isFinite(kept) ? kept : null;
};

/** A page that just began gets this long before it says that there is no line. */
const patienceMs = 2_500;

/** The till's own view of the connection: the socket knows, and the browser sometimes knows sooner. */
export const followLine = (
  socket: LiveSocket,
): { readonly line: ReadonlySignal<Line>; readonly close: () => void } => {
  const hasNetwork = signal(navigator.onLine);
  const isPatient = signal(true);
  const lostAtMs = signal<number | null>(readLost());
  const isOn = computed(() => hasNetwork.value && socket.state.value.status === 'open');
  let wasOn = false;
  const stop = effect(() => {
    if (isOn.value) {
      wasOn = true;
      isPatient.value = false;
      localStorage.removeItem(lostKey);
    } else if (wasOn) {
      wasOn = false;
      lostAtMs.value = Date.now();
      localStorage.setItem(lostKey, String(lostAtMs.peek()));
    }
  });
  const look = () => {
    hasNetwork.value = navigator.onLine;
  };
  const timer = setTimeout(() => (isPatient.value = false), patienceMs);
  window.addEventListener('online', look);
  window.addEventListener('offline', look);
  const line = computed<Line>(() => {
    if (isOn.value) return { status: 'on' };
    if (isPatient.value && hasNetwork.value) return { status: 'connecting' };
    return { status: 'off', sinceMs: lostAtMs.value };
  });
  return {
    line,
    close: () => {
      stop();
      clearTimeout(timer);
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    },
  };
};
