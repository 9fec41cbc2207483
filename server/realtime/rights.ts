import type { Logger } from 'pino';
import type { Principal } from '#application/principal.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { MethodName } from '#protocol/methods/methods.ts';
import type { Peers } from './peers.ts';
import type { RealtimeDeps } from './ports.ts';
import type { Session } from './session.ts';
import type { Attendee, ShowAttendance } from './show-attendance.ts';

interface RightsDeps extends Pick<RealtimeDeps, 'application' | 'stages'> {
  readonly peers: Peers;
  readonly logger: Logger;
}

type Refused = ErrorCode | undefined;
interface Verdict {
  readonly subscribe: Refused;
  readonly observe: Refused;
  readonly stage: Refused;
}

/** Viewers of one scope have the same rights; of everyone else the person may matter. */
const rightsClass = ({ role, showId, personId }: Principal): string =>
  [role, showId ?? '', role === 'viewer' ? '' : personId].join(' ');

/**
 * Takes back what a socket may no longer have: an old subscription must not survive a lost role or an archived show.
 * Runs after every change of a show and of a principal; asks once per class of principals, not once per socket.
 */
export class Rights {
  readonly #deps: RightsDeps;
  /** Attendances under check; `true` when something changed meanwhile, so that it runs once more. */
  readonly #running = new Map<ShowAttendance, boolean>();

  constructor(deps: RightsDeps) {
    this.#deps = deps;
  }

  /** Never rejects; calls during a check are folded into one more. */
  async recheck(attendance: ShowAttendance): Promise<void> {
    if (this.#running.has(attendance)) {
      this.#running.set(attendance, true);
      return;
    }
    do {
      this.#running.set(attendance, false);
      try {
        await this.#check(attendance);
      } catch (error) {
        this.#deps.logger.error({ err: error, showId: attendance.showId }, 'checking rights again failed');
      }
    } while (this.#running.get(attendance));
    this.#running.delete(attendance);
  }

  async #check(attendance: ShowAttendance): Promise<void> {
    const verdicts = new Map<string, Promise<Verdict>>();
    for (const [session, attendee] of attendance.attendees) {
      const { principal } = session;
      if (principal === undefined) continue;
      const key = rightsClass(principal);
      const verdict = verdicts.get(key) ?? this.#judge(principal, attendance);
      verdicts.set(key, verdict);
      this.#apply(attendance, session, attendee, await verdict);
    }
  }

  async #judge(principal: Principal, { showId, channel }: ShowAttendance): Promise<Verdict> {
    const ask = async (method: MethodName): Promise<Refused> =>
      (await this.#deps.application.authorise(principal, method, { showId, channel }))?.code;
    const [subscribe, observe, stage] = await Promise.all([
      ask('channel.subscribe'),
      ask('stage.observe'),
      ask('stage.resume'),
    ]);
    return { subscribe, observe, stage };
  }

  #apply(attendance: ShowAttendance, session: Session, attendee: Attendee, verdict: Verdict): void {
    const { channel } = attendance;
    if (attendee.isSubscribed && verdict.subscribe !== undefined) {
      attendee.isSubscribed = false;
      session.send({ type: 'signal', name: 'channel.closed', data: { channel, code: verdict.subscribe } });
    }
    if (verdict.observe !== undefined) attendee.isObserving = false;
    if (verdict.stage !== undefined) this.#clearStage(attendance, session, attendee, verdict.stage);
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
        .call('stage.leave', { showId, peerId }, { personId: seat.personId })
        .catch((error: unknown) => logger.warn({ err: error, showId }, 'taking a peer off the stage failed'));
    }
  }
}
