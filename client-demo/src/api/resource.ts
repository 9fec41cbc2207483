import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { CallError, Outcome } from '../live/outcome.ts';

/** Something read over HTTP: nothing yet, the fault, or the facts and since when they are old. */
export type ResourceState<Value> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: CallError }
  | { readonly status: 'ready'; readonly value: Value; readonly readAtMs: number; readonly isStale: boolean };

export interface Resource<Value> {
  readonly state: ReadonlySignal<ResourceState<Value>>;
  readonly isBusy: ReadonlySignal<boolean>;
  refresh(): Promise<void>;
}

/** A resource that is read on `refresh`. A refresh that fails keeps what was there and marks it as stale. */
export const createResource = <Value>(
  load: () => Promise<Outcome<Value>>,
  nowMs: () => number = () => Date.now(),
): Resource<Value> => {
  const state = signal<ResourceState<Value>>({ status: 'loading' });
  const isBusy = signal(false);
  let latest = 0;
  return {
    state,
    isBusy,
    refresh: async () => {
      const mine = ++latest;
      isBusy.value = true;
      const outcome = await load();
      // Only the last question's answer counts: an earlier one may arrive later.
      if (mine !== latest) return;
      isBusy.value = false;
      const before = state.peek();
      if (outcome.ok) {
        state.value = { status: 'ready', value: outcome.value, readAtMs: nowMs(), isStale: false };
      } else if (before.status === 'ready') {
        state.value = { ...before, isStale: true };
      } else {
        state.value = { status: 'failed', error: outcome.error };
      }
    },
  };
};

/**
 * A resource of the calling component: read at once, then every `everyMs` while the page is visible, and when it
 * becomes visible or online again.
 */
export const useResource = <Value>(load: () => Promise<Outcome<Value>>, everyMs: number): Resource<Value> => {
  const resource = useMemo(() => createResource(load), []);
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') void resource.refresh();
    };
    refresh();
    const timer = setInterval(refresh, everyMs);
    document.addEventListener('visibilitychange', refresh);
    window.addEventListener('online', refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refresh);
      window.removeEventListener('online', refresh);
    };
  }, [resource]);
  return resource;
};
