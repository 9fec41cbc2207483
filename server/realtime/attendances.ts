import type { Logger } from 'pino';
import type { Position } from '#application/ports.ts';
import type { ShowId } from '#domain/ids.ts';
import { Refusal } from '#protocol/errors.ts';
import type { StageSignal } from '#media/stage-control.ts';
import type { RealtimeDeps } from './ports.ts';
import type { Session } from './session.ts';
import { ShowAttendance } from './show-attendance.ts';

interface AttendancesDeps extends Pick<RealtimeDeps, 'application' | 'people' | 'stages' | 'clock'> {
  readonly logger: Logger;
  /** The rights of who attends are to be checked again. */
  readonly onChanged: (attendance: ShowAttendance) => void;
}

/** An attendance nobody has keeps following so long, so that a page that reloads finds its show warm. */
const lingerMs = 10_000;
/** A log that is cut away under our feet three times in a row is a fault, not a race. */
const maximumFollowAttempts = 3;

/** The shows this process follows for its sockets, each opened once. Bounded by the sockets and what they linger. */
export class Attendances {
  readonly #deps: AttendancesDeps;
  readonly #opening = new Map<ShowId, Promise<ShowAttendance>>();
  readonly #open = new Map<string, ShowAttendance>();

  constructor(deps: AttendancesDeps) {
    this.#deps = deps;
  }

  /** The attendance of a show; whoever awaits it and attends in the same turn keeps it open. */
  async open(showId: ShowId): Promise<ShowAttendance> {
    const known = this.#open.get(showId);
    if (known !== undefined) return known;
    const opening = this.#opening.get(showId) ?? this.#openAnew(showId);
    this.#opening.set(showId, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(showId);
    }
  }

  /** The attendance of a show if somebody has it. */
  find(showId: string): ShowAttendance | undefined {
    return this.#open.get(showId);
  }

  /** A signal for all who follow its stage. */
  signal(signal: StageSignal): void {
    this.#open.get(signal.showId)?.signal(signal);
  }

  /** Everything a socket attends. */
  *of(session: Session): Generator<ShowAttendance> {
    for (const attendance of this.#open.values()) {
      if (attendance.attendees.has(session)) yield attendance;
    }
  }

  close(): void {
    for (const attendance of this.#open.values()) attendance.close();
    this.#open.clear();
  }

  async #openAnew(showId: ShowId): Promise<ShowAttendance> {
    const { application, people, stages, onChanged } = this.#deps;
    for (let attempt = 0; attempt < maximumFollowAttempts; attempt += 1) {
      const reading = await application.readShow(showId);
      if (reading.state.status === 'absent') throw new Refusal('show-not-found');
      const host = await people.find(reading.state.hostId);
      const attendance = new ShowAttendance({
        showId,
        reading,
        hostName: host?.displayName ?? '',
        stageState: () => stages.state(showId),
        onChanged,
      });
      if (await this.#follow(attendance, reading.position)) return attendance;
    }
    throw new Refusal('conflict');
  }

  async #follow(attendance: ShowAttendance, after: Position): Promise<boolean> {
    const { application } = this.#deps;
    const following = await application.follow(application.streams.show(attendance.showId), after, (change) =>
      attendance.advance(change),
    );
    if (following === undefined) return false;
    attendance.followWith(following);
    this.#open.set(attendance.showId, attendance);
    this.#closeWhenIdle(attendance);
    return true;
  }

  #closeWhenIdle(attendance: ShowAttendance): void {
    this.#deps.clock.after(lingerMs, () => {
      if (this.#open.get(attendance.showId) !== attendance) return;
      if (attendance.attendees.size > 0) return this.#closeWhenIdle(attendance);
      this.#open.delete(attendance.showId);
      attendance.close();
    });
  }
}
