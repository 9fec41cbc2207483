import { signal, type ReadonlySignal } from '@preact/signals';
import { closeCodes, shouldReconnect } from '#protocol/close-codes.ts';
import type { Push, ServerMessage, Welcome } from '#protocol/messages.ts';
import type { SignalName, Signals } from '#protocol/signals.ts';
import { backOffMs, reconnectLimits, restartLimits } from './back-off.ts';
import type { ClockSample } from './clock.ts';
import { openLink, type Link } from './link.ts';
import { createListeners } from './listeners.ts';
import type { MethodName, MethodParams, MethodResults } from './methods.ts';
import { createOpenRequests } from './open-requests.ts';
import type { Outcome } from './outcome.ts';
import type { TimeSource } from './time-source.ts';
import type { FollowWake } from './wake.ts';
import type { OpenWire } from './wire.ts';

export type SocketState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting' }
  | { readonly status: 'open'; readonly welcome: Welcome }
  /** Comes back by itself. `sinceMs`: local monotonic time of the loss. */
  | { readonly status: 'waiting'; readonly sinceMs: number }
  /** Stays closed: `closeCode` says why (see protocol/close-codes.ts); -1 when no session could be had. */
  | { readonly status: 'ended'; readonly closeCode: number };

export interface RequestOptions {
  /** 10 s unless told. Meanwhile a request waits for the connection, and a command is repeated over the next one. */
  readonly deadlineMs?: number;
  /**
   * Of this moment, as a bid is: refused as `offline` at once when the connection is down or ends before the reply,
   * as `deadline-exceeded` after `deadlineMs`; never sent later, nor twice. False unless told.
   */
  readonly isMomentary?: boolean;
}

/** The one socket of a browser tab. */
export interface LiveSocket {
  readonly state: ReadonlySignal<SocketState>;
  /** Waits for the connection when it is down; refused as `offline` or `deadline-exceeded` in time. */
  request<M extends MethodName>(
    method: M,
    params: MethodParams<M>,
    options?: RequestOptions,
  ): Promise<Outcome<MethodResults[M]>>;
  onSignal<Name extends SignalName>(name: Name, listener: (data: Signals[Name]) => void): () => void;
  onPush(channel: string, listener: (push: Push) => void): () => void;
  /** After every `welcome`, also the first; what is asked here goes out before what waited. */
  onOpen(listener: () => void): () => void;
  /** Leaves this connection for a new one: the person behind the session is another now. */
  reopen(): void;
  close(): void;
}

export interface SocketOptions {
  readonly url: string;
  readonly time: TimeSource;
  readonly openWire: OpenWire;
  readonly followWake: FollowWake;
  /** Where access tokens come from; `fresh` asks for another one than before. */
  readonly tokens: {
    token(options?: { readonly fresh: boolean }): Promise<Outcome<string>>;
    onRenewed(listener: (token: string) => void): () => void;
  };
  readonly clock: { addSample(sample: ClockSample): void; forget(): void };
}

const requestDeadlineMs = 10_000;
/** A link that lived this long was a good one: the next loss starts the back-off anew. */
const settledAfterMs = 5000;
/** After sleep or a change of network an answer is due soon, or the link is dead. */
const wakeTimeoutMs = 2500;

/** The server goes, or a proxy before it says so (RFC 6455: 1001 going away; IANA registry: 1012 service restart). */
const restartCodes: readonly number[] = [closeCodes['server-draining'].code, 1001, 1012];
const noSessionCode = -1;
/** Reconnect without a fresh token: the session has one for the new person already. */
const changedPersonCode = closeCodes['server-draining'].code;

/** Opens at once and stays open until `close` or a close code that ends it. */
export const createLiveSocket = (options: SocketOptions): LiveSocket => {
  const { time, tokens } = options;
  const state = signal<SocketState>({ status: 'idle' });
  const requests = createOpenRequests(time);
  const signals = createListeners<unknown>();
  const pushes = createListeners<Push>();
  const opens = createListeners<void>();
  let link: Link | undefined;
  let attempt = 0;
  let limits = reconnectLimits;
  let wantsFreshToken = false;
  let connecting = 0;
  let closed = false;
  let cancelRetry: (() => void) | undefined;
  let cancelSettled: (() => void) | undefined;

  const handle = (message: ServerMessage) => {
    if (message.type === 'reply') requests.settle(message);
    else if (message.type === 'signal') signals.tell(message.name, message.data);
    else if (message.type === 'push') pushes.tell(message.channel, message);
    // A goodbye only announces the close code that follows.
  };
  const retryLater = () => {
    const before = state.peek();
    state.value = { status: 'waiting', sinceMs: before.status === 'waiting' ? before.sinceMs : time.nowMs() };
    cancelRetry = time.after(
      backOffMs(attempt, () => time.random(), limits),
      () => void connect(),
    );
    attempt += 1;
  };
  const lost = (closeCode: number) => {
    link = undefined;
    cancelSettled?.();
    requests.disconnect();
    wantsFreshToken = closeCode === closeCodes['token-expired'].code;
    if (restartCodes.includes(closeCode)) limits = restartLimits;
    if (shouldReconnect(closeCode)) retryLater();
    else state.value = { status: 'ended', closeCode };
  };
  const welcomed = (post: Link['post'], welcome: Welcome) => {
    cancelSettled = time.after(settledAfterMs, () => {
      attempt = 0;
      limits = reconnectLimits;
    });
    state.value = { status: 'open', welcome };
    requests.connect(post, () => opens.tell('open', undefined));
  };
  const connect = async () => {
    if (state.peek().status === 'idle') state.value = { status: 'connecting' };
    cancelRetry?.();
    cancelRetry = undefined;
    const generation = ++connecting;
    const token = await tokens.token({ fresh: wantsFreshToken });
    if (generation !== connecting || link !== undefined || closed) return;
    if (!token.ok && token.error.temporary) return retryLater();
    if (!token.ok) {
      state.value = { status: 'ended', closeCode: noSessionCode };
      return;
    }
    wantsFreshToken = false;
    const opened: Link = openLink({
      openWire: options.openWire,
      url: options.url,
      token: token.value,
      time,
      onWelcome: (welcome) => welcomed(opened.post, welcome),
      onMessage: handle,
      onClockSample: options.clock.addSample,
      onClosed: lost,
    });
    link = opened;
  };
  const stopWake = options.followWake(() => {
    options.clock.forget();
    if (link !== undefined) link.checkAlive(wakeTimeoutMs);
    else if (state.peek().status === 'waiting') void connect();
  });
  const stopRenewals = tokens.onRenewed((token) => {
    if (state.peek().status === 'open') link?.post({ type: 'token', token });
  });
  void connect();

  return {
    state,
    // The result's type is the protocol's promise; client and server are built from one commit.
    request: (method, params, { deadlineMs = requestDeadlineMs, isMomentary = false } = {}) =>
      requests.add(method, params, { deadlineMs, isMomentary }) as Promise<Outcome<never>>,
    // The same promise for the data of a signal.
    onSignal: (name, listener) => signals.add(name, (data) => listener(data as never)),
    onPush: pushes.add,
    onOpen: (listener) => opens.add('open', listener),
    reopen: () => {
      if (closed) return;
      requests.forgetCommands();
      link?.close();
      lost(changedPersonCode);
      void connect();
    },
    close: () => {
      if (closed) return;
      closed = true;
      stopWake();
      stopRenewals();
      cancelRetry?.();
      cancelSettled?.();
      link?.close();
      requests.disconnect();
      state.value = { status: 'ended', closeCode: 1000 };
    },
  };
};
