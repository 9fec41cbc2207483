import type { Principal } from '#application/principal.ts';
import { Refusal } from '#protocol/errors.ts';
import type { Session } from './session.ts';
import type { ShowAttendance } from './show-attendance.ts';

/** A peer on a stage and the socket that speaks for it. */
interface PeerSeat {
  readonly showId: string;
  readonly personId: string;
  readonly session: Session;
}

/** One socket watches, publishes and previews with a handful of peers; more is an attack on the worker. */
export const maximumPeersPerSocket = 16;

/** Which socket holds which peer. A peer has one socket at a time: the one that joined or resumed it last. */
export class Peers {
  readonly #seats = new Map<string, PeerSeat>();

  /**
   * Takes the peer for this socket; another socket of the same person loses it and is told.
   * Refuses with `forbidden` where the peer is somebody else's, `stage-not-joined` where it is on another stage.
   */
  sit(session: Session, { personId }: Principal, attendance: ShowAttendance, peerId: string): void {
    const { showId } = attendance;
    const before = this.#seats.get(peerId);
    if (before !== undefined && before.personId !== personId) throw new Refusal('forbidden');
    if (before !== undefined && before.showId !== showId) throw new Refusal('stage-not-joined');
    const { peerIds } = attendance.attend(session);
    if (!peerIds.has(peerId) && peerIds.size >= maximumPeersPerSocket) {
      throw new Refusal('media-limit-reached', { limit: maximumPeersPerSocket });
    }
    if (before !== undefined && before.session !== session) {
      const data = { showId, peerId, code: 'stage-not-joined' };
      before.session.send({ type: 'signal', name: 'stage.peer-removed', data });
      this.rise(before.session, attendance, peerId);
    }
    this.#seats.set(peerId, { showId, personId, session });
    peerIds.add(peerId);
  }

  /** Gives the peer up, unless another socket has it by now. Returns whose it was if it was this socket's. */
  rise(session: Session, attendance: ShowAttendance, peerId: string): PeerSeat | undefined {
    attendance.attendees.get(session)?.peerIds.delete(peerId);
    attendance.dropIfIdle(session);
    const seat = this.#seats.get(peerId);
    if (seat?.session !== session) return undefined;
    this.#seats.delete(peerId);
    return seat;
  }

  /** The socket that speaks for a peer. */
  sessionOf(peerId: string): Session | undefined {
    return this.#seats.get(peerId)?.session;
  }

  /** Whether this socket speaks for the peer on that stage. */
  isHeld(peerId: string, showId: string, session: Session): boolean {
    const seat = this.#seats.get(peerId);
    return seat?.session === session && seat.showId === showId;
  }
}
