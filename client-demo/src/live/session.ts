import { signal, type ReadonlySignal } from '@preact/signals';
import type { SessionGrant, SessionView } from '#protocol/views.ts';
import { failed, offlineError, readWireError, succeeded, type CallError, type Outcome } from './outcome.ts';
import type { TimeSource } from './time-source.ts';

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
  /** Ends the session here and on the server; the next `ensure` starts an anonymous one. */
  signOut(): Promise<void>;
  /** A valid access token for `Authorization: Bearer`; `fresh` asks for another one than before. */
  token(options?: { readonly fresh: boolean }): Promise<Outcome<string>>;
  onRenewed(listener: (token: string) => void): () => void;
  close(): void;
}

/** Whether this browser had a session before: the cookie itself is hidden from scripts. */
export interface SessionTrace {
  has(): boolean;
  set(has: boolean): void;
}

export interface SessionOptions {
  readonly time: TimeSource;
  readonly fetch: typeof globalThis.fetch;
  readonly trace: SessionTrace;
  /**
   * Runs one task at a time over all tabs of this browser: two tabs that spend the same refresh cookie at once
   * look like a stolen one.
   */
  readonly exclusively: <Value>(task: () => Promise<Value>) => Promise<Value>;
}

interface Held {
  readonly token: string;
  readonly session: SessionView;
  /** Local monotonic time. */
  readonly renewAtMs: number;
}

/** Renewed when this share of its life is over, so that one failed attempt leaves time for others. */
const renewShare = 0.75;
const retryRenewalMs = 5000;

/** Life time by the server's own clock: the device's may be hours off. */
const lifeMsOf = (response: Response, grant: SessionGrant): number => {
  const serverNowMs = Date.parse(response.headers.get('date') ?? '');
  return Math.max(1000, grant.expiresAtMs - (Number.isNaN(serverNowMs) ? Date.now() : serverNowMs));
};

export const createSession = ({ time, fetch, trace, exclusively }: SessionOptions): Session => {
  const state = signal<SessionState>({ status: 'none' });
  const listeners = new Set<(token: string) => void>();
  let held: Held | undefined;
  let opening: Promise<Outcome<SessionView>> | undefined;
  let cancelRenewal: (() => void) | undefined;
  let closed = false;

  const call = async (method: string, path: string, body?: unknown): Promise<Outcome<Response>> => {
    const headers: Record<string, string> = {};
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (held !== undefined) headers['authorization'] = `Bearer ${held.token}`;
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    try {
      const response = await fetch(path, { method, headers, credentials: 'same-origin', ...content });
      if (response.ok) return succeeded(response);
      return failed(readWireError(await response.json().catch(() => null)));
    } catch {
      return failed(offlineError);
    }
  };
  const renewLater = (delayMs: number) => {
    cancelRenewal?.();
    if (!closed) cancelRenewal = time.after(delayMs, () => void renew());
  };
  const take = async (response: Response): Promise<SessionView> => {
    // Shape promised by protocol/views.ts; client and server are built from one commit.
    const grant = (await response.json()) as SessionGrant;
    const renewInMs = lifeMsOf(response, grant) * renewShare;
    trace.set(true);
    held = { token: grant.accessToken, session: grant.session, renewAtMs: time.nowMs() + renewInMs };
    state.value = { status: 'signed-in', session: grant.session };
    for (const listener of listeners) listener(grant.accessToken);
    renewLater(renewInMs);
    return grant.session;
  };
  const obtain = async (path: string, body: object): Promise<Outcome<SessionView>> => {
    const answer = await exclusively(() => call('POST', path, body));
    return answer.ok ? succeeded(await take(answer.value)) : answer;
  };
  const renew = async (): Promise<Outcome<SessionView>> => {
    const renewed = await obtain('/api/sessions/refresh', {});
    if (!renewed.ok && renewed.error.temporary) renewLater(retryRenewalMs);
    return renewed;
  };
  /** One at a time: whoever asks meanwhile gets the same answer. */
  const open = (attempt: () => Promise<Outcome<SessionView>>): Promise<Outcome<SessionView>> => {
    if (held === undefined) state.value = { status: 'opening' };
    const current = attempt().then((outcome) => {
      if (opening === current) opening = undefined;
      if (!outcome.ok && held === undefined) state.value = { status: 'refused', error: outcome.error };
      return outcome;
    });
    opening = current;
    return current;
  };
  const renewOrStart = async (): Promise<Outcome<SessionView>> => {
    // A first visit has nothing to renew, and saves the round trip.
    if (held === undefined && !trace.has()) return obtain('/api/sessions', {});
    const renewed = await renew();
    if (renewed.ok || renewed.error.temporary) return renewed;
    return obtain('/api/sessions', {});
  };
  const ensure = async (fresh = false): Promise<Outcome<SessionView>> => {
    if (opening !== undefined) return opening;
    if (!fresh && held !== undefined && time.nowMs() < held.renewAtMs) return succeeded(held.session);
    return open(renewOrStart);
  };

  return {
    state,
    ensure: () => ensure(),
    openLink: (link) => open(() => obtain('/api/sessions', { link })),
    rename: async (name) => {
      const ready = await ensure();
      if (!ready.ok) return ready;
      const answer = await call('PUT', '/api/people/me', { name });
      if (!answer.ok || held === undefined) return answer.ok ? failed(offlineError) : answer;
      const session = { ...held.session, name };
      held = { ...held, session };
      state.value = { status: 'signed-in', session };
      return succeeded(session);
    },
    signOut: async () => {
      await call('DELETE', '/api/sessions/current');
      cancelRenewal?.();
      trace.set(false);
      held = undefined;
      state.value = { status: 'none' };
    },
    token: async ({ fresh } = { fresh: false }) => {
      const ready = await ensure(fresh);
      if (!ready.ok) return ready;
      return held === undefined ? failed(offlineError) : succeeded(held.token);
    },
    onRenewed: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      closed = true;
      cancelRenewal?.();
    },
  };
};
