import { audienceOf, type Audience } from '#application/authorise.ts';
import type { ShowId } from '#domain/ids.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { StageSignal } from '#media/stage-control.ts';
import type { StageState } from '#protocol/methods/stage.ts';
import type { LiveShow } from './channels/live-stream.ts';
import type { Keepable } from './channels/kept-open.ts';
import { Payload } from './payload.ts';
import { perAudience } from './per-audience.ts';
import { isOnAir } from './present-show.ts';
import { presentStage } from './present-stage.ts';
import type { Session } from './session.ts';

/** What one socket has of the stage of a show. */
export interface Attendee {
  /** Gets the signals of the stage; so does who has a peer on it. */
  isObserving: boolean;
  readonly peerIds: Set<string>;
}

interface AttendanceDeps {
  readonly showId: ShowId;
  readonly show: LiveShow;
  readonly stageState: () => StageState;
  /** Rights may have changed with the show. */
  readonly onChanged: (attendance: ShowAttendance) => void;
}

/** The sockets of this process that attend the stage of one show, which is followed while this lives. */
export class ShowAttendance implements Keepable {
  readonly showId: ShowId;
  readonly attendees = new Map<Session, Attendee>();
  readonly #deps: AttendanceDeps;
  readonly #stopListening: () => void;
  #wasOnAir: boolean;

  constructor(deps: AttendanceDeps) {
    this.showId = deps.showId;
    this.#deps = deps;
    this.#wasOnAir = isOnAir(this.show);
    const changed = () => this.#changed();
    this.#stopListening = deps.show.listen({ advance: changed, restarted: changed });
  }

  /** The show as it was last told. */
  get show(): ShowState {
    return this.#deps.show.reading.state;
  }

  get isIdle(): boolean {
    return this.attendees.size === 0;
  }

  close(): void {
    this.#stopListening();
  }

  /** The attendee of this socket, made when there is none. */
  attend(session: Session): Attendee {
    const attendee = this.attendees.get(session) ?? { isObserving: false, peerIds: new Set<string>() };
    this.attendees.set(session, attendee);
    return attendee;
  }

  /** Forgets a socket that has nothing of the stage any more. */
  dropIfIdle(session: Session): void {
    const attendee = this.attendees.get(session);
    if (attendee === undefined || attendee.isObserving) return;
    if (attendee.peerIds.size === 0) this.attendees.delete(session);
  }

  /** The stage as this socket may see it. */
  stageFor(session: Session, stage: StageState = this.#deps.stageState()): StageState {
    return presentStage(stage, this.show, this.#audience(session));
  }

  /** A signal of the stage for all who follow it. */
  signal(signal: StageSignal): void {
    if (signal.name === 'stage.state') return this.#tellStage(signal.data.stage);
    const payload = Payload.of({ type: 'signal', name: signal.name, data: signal.data });
    this.#toAll(() => payload);
  }

  #changed(): void {
    const wasOnAir = this.#wasOnAir;
    this.#wasOnAir = isOnAir(this.show);
    // The curtain rises or falls without anything changing on the stage itself.
    if (this.#wasOnAir !== wasOnAir) this.#tellStage(this.#deps.stageState());
    this.#deps.onChanged(this);
  }

  #tellStage(stage: StageState): void {
    const { showId, show } = this;
    this.#toAll(
      perAudience((audience) => {
        const data = { showId, stage: presentStage(stage, show, audience) };
        return Payload.of({ type: 'signal', name: 'stage.state', data });
      }),
    );
  }

  #toAll(payloadFor: (audience: Audience) => Payload): void {
    for (const session of this.attendees.keys()) session.sendPayload(payloadFor(this.#audience(session)));
  }

  #audience(session: Session): Audience {
    return session.principal === undefined ? 'public' : audienceOf(session.principal, this.show);
  }
}
