import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals';
import type { Session, SessionState } from './session.ts';

interface Closable {
  close(): void;
}

/** What belongs to the person behind the tab, and is closed and made anew for the next one. */
export interface PerPerson<Made extends Closable> extends Closable {
  readonly current: ReadonlySignal<Made>;
}

const personOf = (state: SessionState): string | undefined =>
  state.status === 'signed-in' ? state.session.personId : undefined;

/**
 * Holds one thing per person. Another person finds the old one closed in the same moment, before anything can go
 * out under the new name; that the first person becomes known, or signs out, changes nothing yet.
 */
export const perPerson = <Made extends Closable>(
  session: Pick<Session, 'state'>,
  make: () => Made,
): PerPerson<Made> => {
  let personId = personOf(session.state.peek());
  const current = signal(untracked(make));
  const stop = effect(() => {
    const now = personOf(session.state.value);
    if (now === undefined || now === personId) return;
    const isAnother = personId !== undefined;
    personId = now;
    if (!isAnother) return;
    untracked(() => {
      current.peek().close();
      current.value = make();
    });
  });
  return {
    current,
    close: () => {
      stop();
      current.peek().close();
    },
  };
};
