import type { Logger } from 'pino';
import { authorise } from '#application/authorise.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { MethodName } from '#protocol/methods/methods.ts';
import type { Peers } from './peers.ts';
import type { RealtimeDeps } from './ports.ts';
import type { Session } from './session.ts';
import type { Attendee, ShowAttendance } from './show-attendance.ts';

interface RightsDeps extends Pick<RealtimeDeps, 'stages'> {
  readonly peers: Peers;
  readonly logger: Logger;
}

/**
 * Takes back what a socket may no longer have of a stage: a seat must not survive a lost role or an archived show.
 * Runs after every change of a show and of a principal, against the show as it was last told. Channels look after
 * their own (`Channel.recheck`).
 */
export class Rights {
  readonly #deps: RightsDeps;

  constructor(deps: RightsDeps) {
    this.#deps = deps;
  }

  /** Looks at everybody who attends. */
  recheck(attendance: ShowAttendance): void {
    for (const [session, attendee] of [...attendance.attendees]) {
      this.#recheckOne(attendance, session, attendee);
    }
  }

  #recheckOne(attendance: ShowAttendance, session: Session, attendee: Attendee): void {
    const { principal } = session;
    if (principal === undefined) return;
    const { show } = attendance;
    const refused = (method: MethodName) => authorise(principal, method, { show })?.code;
    if (refused('stage.observe') !== undefined) attendee.isObserving = false;
    const beingThere = refused('stage.resume');
    if (beingThere !== undefined) this.#clearStage(attendance, session, attendee, beingThere);
    attendance.dropIfIdle(session);
  }

  #clearStage(attendance: ShowAttendance, session: Session, attendee: Attendee, code: ErrorCode): void {
    const { peers, stages, logger } = this.#deps;
    const { showId } = attendance;
    for (const peerId of [...attendee.peerIds]) {
      const seat = peers.rise(session, attendance, peerId);
      if (seat === undefined) continue;
      session.send({ type: 'signal', name: 'stage.peer-removed', data: { showId, peerId, code } });
      stages
        .call('stage.leave', { showId, peerId }, { personId: seat.personId, audience: 'public' })
        .catch((error: unknown) => logger.warn({ err: error, showId }, 'taking a peer off the stage failed'));
    }
  }
}
