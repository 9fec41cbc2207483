import type { MethodHandlers } from './method-handlers.ts';
import { Attendances } from './attendances.ts';
import { channelHandlers } from './channel-handlers.ts';
import { Channels } from './channels/channels.ts';
import { commandHandlers } from './command-handlers.ts';
import type { Connection } from './connection.ts';
import { Payload } from './payload.ts';
import { Peers } from './peers.ts';
import { orderHandlers } from './order-handlers.ts';
import type { RealtimeDeps } from './ports.ts';
import { RequestGate } from './request-gate.ts';
import { RequestRouter } from './request-router.ts';
import { Revocations } from './revocations.ts';
import { Rights } from './rights.ts';
import { roomHandlers } from './room-handlers.ts';
import { Session } from './session.ts';
import { sessionContext, type SessionContext, type SessionEvents } from './session-context.ts';
import { Sessions } from './sessions.ts';
import { stageHandlers } from './stage-handlers.ts';
import { TickEnd } from './tick-end.ts';

/** The socket layer of one server process: everything but the sockets themselves. */
export class Realtime {
  readonly #deps: RealtimeDeps;
  readonly #sessions: Sessions;
  readonly #context: SessionContext;
  readonly #peers = new Peers();
  readonly #rights: Rights;
  readonly #channels: Channels;
  readonly #attendances: Attendances;
  readonly #router: RequestRouter;
  readonly #revocations: Revocations;
  readonly #stops: (() => void)[];

  constructor(deps: RealtimeDeps) {
    const { clock, config, logger, metrics, stages } = deps;
    const tickEnd = new TickEnd(clock, (error) => logger.error({ err: error }, 'the end of a tick failed'));
    const outbox = {
      tickEnd,
      limitBytes: config.socketQueueBytes,
      onFlushed: summed((sizeBytes) => metrics.sent(sizeBytes)),
    };
    this.#deps = deps;
    this.#sessions = new Sessions({ perAddress: config.socketsPerAddress, total: config.socketsTotal });
    this.#context = sessionContext({ ...deps, outbox }, this.#events());
    this.#rights = new Rights({ ...deps, peers: this.#peers });
    this.#channels = new Channels({ ...deps, tickEnd });
    this.#attendances = new Attendances({
      ...deps,
      showOf: (showId) => this.#channels.show(showId),
      onChanged: (attendance) => this.#rights.recheck(attendance),
    });
    this.#router = new RequestRouter({ ...deps, handlers: this.#handlers() });
    this.#revocations = new Revocations({ ...deps, sessions: this.#sessions });
    this.#stops = [
      () => this.#revocations.close(),
      stages.onSignal((signal) => {
        if (signal.peerId === undefined) return this.#attendances.signal(signal);
        const payload = Payload.of({ type: 'signal', name: signal.name, data: signal.data });
        this.#peers.sessionOf(signal.peerId)?.sendPayload(payload);
      }),
    ];
  }

  get openSockets(): number {
    return this.#sessions.size;
  }

  /** A socket opened; whoever owns it calls `receive` and `ended` of the session. */
  accept(connection: Connection, address: string): Session {
    const { clock, config, metrics } = this.#deps;
    const gate = new RequestGate(clock, config.socketRequestsPerSecond);
    const session = new Session(this.#context, connection, gate);
    metrics.opened();
    const refused = this.#sessions.add(session, address);
    if (refused !== undefined) session.close(refused);
    return session;
  }

  /** Closes all sockets over `overMs` with a code that says reconnect; resolves when the last close has begun. */
  drain(overMs: number): Promise<void> {
    return this.#sessions.drain(overMs, this.#deps.clock);
  }

  /** Stops listening to identity, media and streams. Idempotent. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#attendances.close();
    this.#channels.close();
  }

  #events(): SessionEvents {
    return {
      onRequest: (session, request) => void this.#router.answer(session, request),
      onPrincipal: (session) => {
        this.#revocations.opened();
        for (const attendance of [...this.#attendances.of(session)]) this.#rights.recheck(attendance);
        this.#channels.recheck(session);
      },
      onEnded: (session, reason) => {
        this.#deps.metrics.closed(reason);
        this.#forget(session);
      },
    };
  }

  #handlers(): MethodHandlers {
    const parts = { ...this.#deps, channels: this.#channels, attendances: this.#attendances };
    return {
      ...commandHandlers(this.#deps),
      ...channelHandlers(parts),
      ...orderHandlers(parts),
      ...roomHandlers(parts),
      ...stageHandlers({ ...parts, peers: this.#peers }),
    };
  }

  #forget(session: Session): void {
    this.#sessions.remove(session);
    this.#channels.forget(session);
    for (const attendance of [...this.#attendances.of(session)]) {
      const { peerIds } = attendance.attend(session);
      for (const peerId of [...peerIds]) {
        const seat = this.#peers.rise(session, attendance, peerId);
        if (seat !== undefined) this.#deps.stages.detach(attendance.showId, peerId);
      }
      attendance.attendees.delete(session);
    }
  }
}

/** What happens to thousands of sockets in one tick is counted once. */
function summed(report: (sum: number) => void): (value: number) => void {
  let sum = 0;
  return (value) => {
    if (sum === 0) {
      queueMicrotask(() => {
        report(sum);
        sum = 0;
      });
    }
    sum += value;
  };
}
