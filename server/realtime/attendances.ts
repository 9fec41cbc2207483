import type { ShowId } from '#domain/ids.ts';
import type { StageSignal } from '#media/stage-control.ts';
import type { LiveShow } from './channels/live-stream.ts';
import { KeptOpen } from './channels/kept-open.ts';
import type { RealtimeDeps } from './ports.ts';
import type { Session } from './session.ts';
import { ShowAttendance } from './show-attendance.ts';

interface AttendancesDeps extends Pick<RealtimeDeps, 'stages' | 'clock'> {
  readonly showOf: (showId: ShowId) => Promise<LiveShow>;
  /** The rights of who attends are to be checked again. */
  readonly onChanged: (attendance: ShowAttendance) => void;
}

/** The stages this process attends for its sockets. Bounded by the sockets and what they linger. */
export class Attendances {
  readonly #deps: AttendancesDeps;
  readonly #open: KeptOpen<ShowAttendance>;

  constructor(deps: AttendancesDeps) {
    this.#deps = deps;
    this.#open = new KeptOpen(deps.clock);
  }

  /** The attendance of a show; whoever awaits it and attends in the same turn keeps it open. */
  async open(showId: ShowId): Promise<ShowAttendance> {
    const { showOf, stages, onChanged } = this.#deps;
    return this.#open.open(showId, async () => {
      const show = await showOf(showId);
      return new ShowAttendance({ showId, show, stageState: () => stages.state(showId), onChanged });
    });
  }

  /** The attendance of a show if somebody has it. */
  find(showId: string): ShowAttendance | undefined {
    return this.#open.find(showId);
  }

  /** A signal for all who follow its stage. */
  signal(signal: StageSignal): void {
    this.#open.find(signal.showId)?.signal(signal);
  }

  /** Everything a socket attends. */
  *of(session: Session): Generator<ShowAttendance> {
    for (const attendance of this.#open.values()) {
      if (attendance.attendees.has(session)) yield attendance;
    }
  }

  close(): void {
    this.#open.close();
  }
}
