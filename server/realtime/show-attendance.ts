import { audienceOf, type Audience } from '#application/authorise.ts';
import type { Following, Reading, StreamChange } from '#application/application.ts';
import type { ShowId } from '#domain/ids.ts';
import type { ShowEvent, ShowState } from '#domain/show/show.ts';
import type { StageSignal } from '#media/stage-control.ts';
import type { StageState } from '#protocol/methods/stage.ts';
import type { ShowView, Subscribed } from '#protocol/views.ts';
import { perAudience } from './per-audience.ts';
import { Payload } from './payload.ts';
import { isOnAir, presentShow, presentShowEvents } from './present-show.ts';
import { presentStage } from './present-stage.ts';
import type { Session } from './session.ts';

/** What one socket has of a show. */
export interface Attendee {
  /** Gets the pushes of `show-<id>`. */
  isSubscribed: boolean;
  /** Gets the signals of the stage; so does who has a peer on it. */
  isObserving: boolean;
  readonly peerIds: Set<string>;
}

interface AttendanceDeps {
  readonly showId: ShowId;
  readonly reading: Reading<ShowState>;
  readonly hostName: string;
  readonly stageState: () => StageState;
  /** Rights may have changed with the show. */
  readonly onChanged: (attendance: ShowAttendance) => void;
}

/**
 * The sockets of this process that attend one show, and the show as they were last told it. The show is followed
 * while this lives, so a snapshot taken here and the pushes after it join without a gap.
 */
export class ShowAttendance {
  readonly showId: ShowId;
  readonly attendees = new Map<Session, Attendee>();
  readonly #deps: AttendanceDeps;
  #reading: Reading<ShowState>;
  #following: Following | undefined;

  constructor(deps: AttendanceDeps) {
    this.showId = deps.showId;
    this.#deps = deps;
    this.#reading = deps.reading;
  }

  get reading(): Reading<ShowState> {
    return this.#reading;
  }

  get channel(): string {
    return `show-${this.showId}`;
  }

  /** Hands over what keeps `advance` called, to be closed with the attendance. */
  followWith(following: Following): void {
    this.#following = following;
  }

  close(): void {
    this.#following?.close();
    this.#following = undefined;
  }

  /** The attendee of this socket, made when there is none. */
  attend(session: Session): Attendee {
    const attendee = this.attendees.get(session) ?? {
      isSubscribed: false,
      isObserving: false,
      peerIds: new Set<string>(),
    };
    this.attendees.set(session, attendee);
    return attendee;
  }

  /** Forgets a socket that has nothing of the show any more. */
  dropIfIdle(session: Session): void {
    const attendee = this.attendees.get(session);
    if (attendee === undefined || attendee.isSubscribed || attendee.isObserving) return;
    if (attendee.peerIds.size === 0) this.attendees.delete(session);
  }

  /** The show and its position, from which this socket's pushes go on; `undefined` when there is no show. */
  snapshot(session: Session): Subscribed<ShowView> | undefined {
    const { state, position } = this.#reading;
    if (state.status === 'absent') return undefined;
    return {
      recovered: false,
      snapshot: presentShow(state, this.#deps.hostName, this.#audience(session)),
      position,
    };
  }

  /** The stage as this socket may see it. */
  stageFor(session: Session, stage: StageState = this.#deps.stageState()): StageState {
    return presentStage(stage, this.#reading.state, this.#audience(session));
  }

  /** The show moved on. */
  advance(change: StreamChange<ShowState, ShowEvent>): void {
    const wasOnAir = isOnAir(this.#reading.state);
    const { state, position, from, recorded } = change;
    this.#reading = { state, position };
    if (state.status === 'absent' || position.eventId === null) return;
    const toEventId = position.eventId;
    const push = perAudience((audience) => {
      const events = presentShowEvents(recorded, state, this.#deps.hostName, audience);
      return new Payload({
        type: 'push',
        channel: this.channel,
        from,
        to: position.version,
        toEventId,
        events,
      });
    });
    for (const [session, attendee] of this.attendees) {
      if (attendee.isSubscribed) session.sendPayload(push(this.#audience(session)));
    }
    // The curtain rises or falls without anything changing on the stage itself.
    if (isOnAir(state) !== wasOnAir) this.#tellStage(this.#deps.stageState());
    this.#deps.onChanged(this);
  }

  /** A signal of the stage for all who follow it. */
  signal(signal: StageSignal): void {
    if (signal.name === 'stage.state') return this.#tellStage(signal.data.stage);
    const payload = new Payload({ type: 'signal', name: signal.name, data: signal.data });
    this.#toFollowers(() => payload);
  }

  #tellStage(stage: StageState): void {
    const { showId } = this;
    this.#toFollowers(
      perAudience((audience) => {
        const data = { showId, stage: presentStage(stage, this.#reading.state, audience) };
        return new Payload({ type: 'signal', name: 'stage.state', data });
      }),
    );
  }

  #toFollowers(payloadFor: (audience: Audience) => Payload): void {
    for (const [session, attendee] of this.attendees) {
      if (!attendee.isObserving && attendee.peerIds.size === 0) continue;
      session.sendPayload(payloadFor(this.#audience(session)));
    }
  }

  #audience(session: Session): Audience {
    return session.principal === undefined ? 'public' : audienceOf(session.principal, this.#reading.state);
  }
}
