import type { ReadonlySignal } from '@preact/signals';
import type { SessionView } from '#protocol/views.ts';
import type { CallError, Outcome } from './outcome.ts';

export type SessionState =
  | { readonly status: 'none' }
  | { readonly status: 'opening' }
  | { readonly status: 'signed-in'; readonly session: SessionView }
  | { readonly status: 'refused'; readonly error: CallError };

/** Who this browser is. The access token lives in memory only; the refresh secret in a cookie no script can read. */
export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  /** The session of the cookie if there is one, else an anonymous one. Repeated calls share one request. */
  ensure(): Promise<Outcome<SessionView>>;
  /** Signs in by a magic link's secret; replaces the session there was. */
  openLink(link: string): Promise<Outcome<SessionView>>;
  /** A new name for oneself, seen by others. */
  rename(name: string): Promise<Outcome<SessionView>>;
  /** Ends the session here and on the server. */
  signOut(): Promise<void>;
  /** A valid access token, refreshed when it is near its end; for `Authorization: Bearer`. */
  token(): Promise<Outcome<string>>;
  onRenewed(listener: (token: string) => void): () => void;
  close(): void;
}
