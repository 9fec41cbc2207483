import { effect } from '@preact/signals';
import type { Session } from '../live/session.ts';
import { hasServiceWorkers } from './service-worker.ts';

/**
 * A browser that is told things belongs to whoever sits before it: says so to the server once per visit and person.
 * For most browsers, which are told nothing, it loads nothing.
 */
export const followPerson = (session: Session): void => {
  if (!hasServiceWorkers() || !('Notification' in window) || Notification.permission !== 'granted') return;
  let told: string | undefined;
  effect(() => {
    const state = session.state.value;
    if (state.status !== 'signed-in' || state.session.personId === told) return;
    told = state.session.personId;
    void import('../pages/account/browser-push.ts').then(({ reportPush }) => reportPush(session));
  });
};
