import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Live } from '../live/live.ts';

/** Session, socket and clock of this tab; provided by main.tsx. */
export const LiveContext = createContext<Live | null>(null);

/** What is live of this tab. Throws outside the shell, which would be a bug. */
export const useLive = (): Live => {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive outside of LiveContext');
  return live;
};
