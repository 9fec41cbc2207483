import type { ClientMessage, ServerMessage, Welcome } from '#protocol/messages.ts';
import { protocolVersion } from '#protocol/version.ts';
import type { ClockSample } from './clock.ts';
import type { TimeSource } from './time-source.ts';
import type { OpenWire } from './wire.ts';

/** One connection from hello to close. The socket above makes a new one after each loss. */
export interface Link {
  /** Goes out with everything else of this turn of the event loop, in one frame. */
  post(message: ClientMessage): void;
  /** Asks for a sign of life; without one within `timeoutMs` the link counts as lost. */
  checkAlive(timeoutMs: number): void;
  close(): void;
}

export interface LinkOptions {
  readonly openWire: OpenWire;
  readonly url: string;
  readonly token: string;
  readonly time: TimeSource;
  readonly onWelcome: (welcome: Welcome) => void;
  readonly onMessage: (message: ServerMessage) => void;
  readonly onClockSample: (sample: ClockSample) => void;
  /** Once, unless `close` was called before. */
  readonly onClosed: (closeCode: number) => void;
}

/** The server refuses frames with more messages (protocol/messages.ts). */
const messagesPerFrame = 64;
/** From opening to welcome; a slow phone network needs about 3 s for DNS, TCP, TLS and the upgrade. */
const welcomeDeadlineMs = 8000;
/** A few quick pings at the start find a short round trip among the noise of a loading page. */
const firstPingsAtMs = [50, 400, 1500, 4000];
/** What the browser itself reports when a connection ends without a close frame (RFC 6455, section 7.1.5). */
const lostCode = 1006;

export const openLink = (options: LinkOptions): Link => {
  const { time, onClosed } = options;
  const timers = new Set<() => void>();
  const outbox: ClientMessage[] = [];
  let ended = false;
  let welcomed = false;
  let helloAtMs = 0;
  let heardAtMs = time.nowMs();

  const after = (delayMs: number, task: () => void) => {
    const cancel = time.after(delayMs, () => {
      timers.delete(cancel);
      task();
    });
    timers.add(cancel);
  };
  const end = () => {
    ended = true;
    for (const cancel of timers) cancel();
    timers.clear();
    wire.close();
  };
  const lose = (closeCode: number) => {
    if (ended) return;
    end();
    onClosed(closeCode);
  };
  const flush = () => {
    if (ended) return;
    while (outbox.length > 0) wire.send(JSON.stringify(outbox.splice(0, messagesPerFrame)));
  };
  const post = (message: ClientMessage) => {
    if (outbox.length === 0) queueMicrotask(flush);
    outbox.push(message);
  };
  const checkAlive = (timeoutMs: number) => {
    const sentAt = time.nowMs();
    post({ type: 'ping', sentAt });
    after(timeoutMs, () => {
      if (heardAtMs < sentAt) lose(lostCode);
    });
  };
  const beat = (limits: Welcome['limits']) =>
    after(limits.pingIntervalMs, () => {
      checkAlive(limits.pongTimeoutMs);
      beat(limits);
    });
  const greet = (welcome: Welcome) => {
    welcomed = true;
    options.onClockSample({
      sentAtMs: helloAtMs,
      receivedAtMs: time.nowMs(),
      serverTimeMs: welcome.serverTimeMs,
    });
    for (const delayMs of firstPingsAtMs) after(delayMs, () => post({ type: 'ping', sentAt: time.nowMs() }));
    beat(welcome.limits);
    options.onWelcome(welcome);
  };
  const handle = (message: ServerMessage) => {
    if (message.type === 'welcome') return greet(message);
    if (message.type === 'ping') return post({ type: 'pong' });
    if (message.type !== 'pong') return options.onMessage(message);
    const { sentAt: sentAtMs, serverTimeMs } = message;
    options.onClockSample({ sentAtMs, receivedAtMs: time.nowMs(), serverTimeMs });
  };

  const wire = options.openWire(options.url, {
    opened: () => {
      helloAtMs = time.nowMs();
      post({ type: 'hello', protocol: protocolVersion, token: options.token });
    },
    received: (text) => {
      heardAtMs = time.nowMs();
      for (const message of parseFrame(text)) if (!ended) handle(message);
    },
    closed: lose,
  });
  after(welcomeDeadlineMs, () => {
    if (!welcomed) lose(lostCode);
  });
  return { post, checkAlive, close: () => void (ended || end()) };
};

/** Our own server made it, so only its outer shape is looked at; what cannot be read is left out. */
const parseFrame = (text: string): readonly ServerMessage[] => {
  try {
    const frame: unknown = JSON.parse(text);
    // The type is the protocol's promise; client and server are built from one commit.
    return Array.isArray(frame) ? (frame as ServerMessage[]) : [];
  } catch {
    return [];
  }
};
