import type { ReadonlySignal } from '@preact/signals';
import type { Push, Welcome } from '#protocol/messages.ts';
import type { SignalName, Signals } from '#protocol/signals.ts';
import type { MethodName, MethodParams, MethodResults } from './methods.ts';
import type { Outcome } from './outcome.ts';

export type SocketState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting' }
  | { readonly status: 'open'; readonly welcome: Welcome }
  /** Comes back by itself. */
  | { readonly status: 'waiting'; readonly sinceMs: number }
  /** Stays closed: `closeCode` says why (see protocol/close-codes.ts); -1 when no session could be had. */
  | { readonly status: 'ended'; readonly closeCode: number };

/** The one socket of a browser tab. */
export interface LiveSocket {
  readonly state: ReadonlySignal<SocketState>;
  /** Waits for the connection when it is down; refused as `offline` or `deadline-exceeded` in time. */
  request<M extends MethodName>(
    method: M,
    params: MethodParams<M>,
    options?: { readonly deadlineMs?: number },
  ): Promise<Outcome<MethodResults[M]>>;
  onSignal<Name extends SignalName>(name: Name, listener: (data: Signals[Name]) => void): () => void;
  onPush(channel: string, listener: (push: Push) => void): () => void;
  /** After every `welcome`, also the first. */
  onOpen(listener: () => void): () => void;
  close(): void;
}
