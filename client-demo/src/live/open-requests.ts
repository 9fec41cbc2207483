import type { ClientMessage, Reply } from '#protocol/messages.ts';
import { failed, offlineError, succeeded, tableError, type Outcome } from './outcome.ts';
import type { TimeSource } from './time-source.ts';

export interface RequestTerms {
  /** Settled as `offline` (never sent) or `deadline-exceeded` (sent) after this long. */
  readonly deadlineMs: number;
  /**
   * Of this moment, as a bid is: without a connection it is refused as `offline` at once, and so it is when the
   * connection ends before the reply. It is never sent later, nor twice.
   */
  readonly isMomentary: boolean;
}

/** Requests that wait for their reply, or for a connection to be sent over. */
export interface OpenRequests {
  add(
    method: string,
    params: Readonly<Record<string, unknown>>,
    terms: RequestTerms,
  ): Promise<Outcome<unknown>>;
  settle(reply: Reply): void;
  /** From now on everything goes out at once: first what `first` asks for, then what waited, oldest first. */
  connect(post: (message: ClientMessage) => void, first: () => void): void;
  /** What was sent and may be repeated waits for the next connection; the rest is refused as offline. */
  disconnect(): void;
  /** Refuses every command as offline, waiting or sent: the person who gave it is no longer behind the connection. */
  forgetCommands(): void;
}

interface OpenRequest {
  readonly message: Extract<ClientMessage, { type: 'request' }>;
  readonly settle: (outcome: Outcome<unknown>) => void;
  readonly isMomentary: boolean;
  sent: boolean;
}

/** More than a page ever asks at once; bounds what waits while the network is away. */
const maximumOpen = 128;

/** Commands carry a client-made id, so the server answers a repeated one as it did the first. */
const isRepeatable = ({ message, isMomentary }: OpenRequest) => !isMomentary && 'commandId' in message.params;

export const createOpenRequests = (time: TimeSource): OpenRequests => {
  const open = new Map<number, OpenRequest>();
  let post: ((message: ClientMessage) => void) | undefined;
  let nextId = 0;

  const finish = (id: number, outcome: Outcome<unknown>) => {
    const request = open.get(id);
    open.delete(id);
    request?.settle(outcome);
  };
  const send = (request: OpenRequest) => {
    if (post === undefined) return;
    request.sent = true;
    post(request.message);
  };
  return {
    add: (method, params, { deadlineMs, isMomentary }) => {
      const isRefused = open.size >= maximumOpen || (isMomentary && post === undefined);
      if (isRefused) return Promise.resolve(failed(offlineError));
      const id = nextId++;
      return new Promise((resolve) => {
        const cancel = time.after(deadlineMs, () =>
          finish(id, failed(open.get(id)?.sent === true ? tableError('deadline-exceeded') : offlineError)),
        );
        const settle = (outcome: Outcome<unknown>) => {
          cancel();
          resolve(outcome);
        };
        const request: OpenRequest = {
          message: { type: 'request', id, method, params },
          settle,
          isMomentary,
          sent: false,
        };
        open.set(id, request);
        send(request);
      });
    },
    settle: (reply) => finish(reply.id, reply.ok ? succeeded(reply.result) : failed(reply.error)),
    connect: (nextPost, first) => {
      post = nextPost;
      first();
      for (const request of open.values()) if (!request.sent) send(request);
    },
    disconnect: () => {
      post = undefined;
      for (const [id, request] of open) {
        if (!request.sent) continue;
        if (isRepeatable(request)) request.sent = false;
        else finish(id, failed(offlineError));
      }
    },
    forgetCommands: () => {
      for (const [id, { message }] of open) {
        if ('commandId' in message.params) finish(id, failed(offlineError));
      }
    },
  };
};
