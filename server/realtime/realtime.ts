import type { MethodHandlers } from './method-handlers.ts';
import { Attendances } from './attendances.ts';
import { channelHandlers } from './channel-handlers.ts';
import { commandHandlers } from './command-handlers.ts';
import type { Connection } from './connection.ts';
import { Payload } from './payload.ts';
import { Peers } from './peers.ts';
import type { RealtimeDeps } from './ports.ts';
import { RequestGate } from './request-gate.ts';
import { RequestRouter } from './request-router.ts';
import { Revocations } from './revocations.ts';
import { Rights } from './rights.ts';
import { Session } from './session.ts';
import { Sessions } from './sessions.ts';
import type { ShowAttendance } from './show-attendance.ts';
import { stageHandlers } from './stage-handlers.ts';

/** The socket layer of one server process: everything but the sockets themselves. */
export class Realtime {
  readonly #deps: RealtimeDeps;
  readonly #sessions: Sessions;
  readonly #peers = new Peers();
  readonly #rights: Rights;
  readonly #attendances: Attendances;
  readonly #router: RequestRouter;
  readonly #revocations: Revocations;
  readonly #stops: (() => void)[];

  constructor(deps: RealtimeDeps) {
    const { config, stages } = deps;
    this.#deps = deps;
    this.#sessions = new Sessions({ perAddress: config.socketsPerAddress, total: config.socketsTotal });
    this.#rights = new Rights({ ...deps, peers: this.#peers });
    const onChanged = (attendance: ShowAttendance) => this.#rights.recheck(attendance);
    this.#attendances = new Attendances({ ...deps, onChanged });
    this.#router = new RequestRouter({ ...deps, handlers: this.#handlers() });
    this.#revocations = new Revocations({ ...deps, sessions: this.#sessions });
    this.#stops = [
      () => this.#revocations.close(),
      stages.onSignal((signal) => {
        if (signal.peerId === undefined) return this.#attendances.signal(signal);
        const payload = new Payload({ type: 'signal', name: signal.name, data: signal.data });
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
    const session = new Session({
      ...this.#deps,
      connection,
      gate: new RequestGate(clock, config.socketRequestsPerSecond),
      onRequest: (from, request) => void this.#router.answer(from, request),
      onPrincipal: (from) => {
        this.#revocations.opened();
        for (const attendance of [...this.#attendances.of(from)]) this.#rights.recheck(attendance);
      },
      onEnded: (from, reason) => {
        metrics.closed(reason);
        this.#forget(from);
      },
    });
    metrics.opened();
    const refused = this.#sessions.add(session, address);
    if (refused !== undefined) session.close(refused);
    return session;
  }

  /** Closes all sockets over `overMs` with a code that says reconnect; resolves when the last close has begun. */
  drain(overMs: number): Promise<void> {
    return this.#sessions.drain(overMs, this.#deps.clock);
  }

  /** Stops listening to identity, media and shows. Idempotent. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#attendances.close();
  }

  #handlers(): MethodHandlers {
    const attendances = this.#attendances;
    return {
      ...commandHandlers(this.#deps),
      ...channelHandlers({ ...this.#deps, attendances }),
      ...stageHandlers({ ...this.#deps, attendances, peers: this.#peers }),
    };
  }

  #forget(session: Session): void {
    this.#sessions.remove(session);
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
