import { audienceOf, authorise } from '#application/authorise.ts';
import type { Principal } from '#application/principal.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { PeerMethod, PeerOwner } from '#media/stage-control.ts';
import { Refusal } from '#protocol/errors.ts';
import type { StageMethod } from '#protocol/methods/stage.ts';
import type { Attendances } from './attendances.ts';
import type { MethodCall, MethodHandlers } from './method-handlers.ts';
import type { Peers } from './peers.ts';
import type { RealtimeDeps } from './ports.ts';
import { isOnAir } from './present-show.ts';
import type { ShowAttendance } from './show-attendance.ts';

interface StageDeps extends Pick<RealtimeDeps, 'application' | 'config' | 'stages' | 'playlists'> {
  readonly attendances: Attendances;
  readonly peers: Peers;
}

type JoinMethod = 'stage.watch' | 'stage.join' | 'stage.resume';
type ActMethod = Exclude<PeerMethod, JoinMethod | 'stage.leave'>;

/** Signalling of one socket: rights first, then who holds the peer, then the media facade. */
class StageRequests {
  readonly #deps: StageDeps;

  constructor(deps: StageDeps) {
    this.#deps = deps;
  }

  async capabilities(call: MethodCall<'stage.capabilities'>): Promise<unknown> {
    await this.#authorise('stage.capabilities', call);
    const { config, stages } = this.#deps;
    return { rtpCapabilities: await stages.rtpCapabilities(), iceServers: config.iceServers };
  }

  /** Where this person may fetch HLS from: with a token while the show is on air for the crew only. */
  async playlists(call: MethodCall<'stage.playlists'>): Promise<unknown> {
    const { playlists } = this.#deps;
    const { show } = await this.#authorise('stage.playlists', call);
    const { showId } = call.params;
    return isOver(show) ? playlists.replay(showId) : playlists.live(showId, isOnAir(show));
  }

  async deleteReplay(call: MethodCall<'stage.delete-replay'>): Promise<unknown> {
    const { show } = await this.#authorise('stage.delete-replay', call);
    // What is on air is still being written; the answer would be a promise that nobody keeps.
    if (!isOver(show)) throw new Refusal('show-wrong-status', { status: show.status });
    await this.#deps.playlists.deleteReplay(call.params.showId);
    return {};
  }

  /**
   * Takes the seat before media answers, so that signals which overtake the answer find their socket, and gives it
   * back when media refuses. The stage in the result is what this audience may see of it.
   */
  async join(method: JoinMethod, call: MethodCall<JoinMethod>): Promise<unknown> {
    const { session, principal, params } = call;
    const { peers, stages } = this.#deps;
    const attendance = await this.#authorise(method, call);
    peers.sit(session, principal, attendance, params.peerId);
    try {
      const result = await stages.call(method, params, ownerOf(principal, attendance));
      return { ...result, stage: attendance.stageFor(session, result.stage) };
    } catch (error) {
      peers.rise(session, attendance, params.peerId);
      throw error;
    } finally {
      // The socket went while media worked: what it joined waits for a resume like any other peer.
      if (session.principal === undefined) this.#abandon(call);
    }
  }

  /** Acts on a peer that this socket holds. */
  async act(method: ActMethod, call: MethodCall<ActMethod>): Promise<unknown> {
    this.#mustHold(call);
    const attendance = await this.#authorise(method, call);
    return this.#deps.stages.call(method, call.params, ownerOf(call.principal, attendance));
  }

  async leave(call: MethodCall<'stage.leave'>): Promise<unknown> {
    const { session, principal, params } = call;
    const { attendances, peers, stages } = this.#deps;
    this.#mustHold(call);
    const attendance = attendances.find(params.showId);
    if (attendance !== undefined) peers.rise(session, attendance, params.peerId);
    return stages.call('stage.leave', params, { personId: principal.personId, audience: 'public' });
  }

  #abandon({ session, params }: MethodCall<JoinMethod>): void {
    const { attendances, peers, stages } = this.#deps;
    const attendance = attendances.find(params.showId);
    if (attendance === undefined) return;
    if (peers.rise(session, attendance, params.peerId) !== undefined) {
      stages.detach(params.showId, params.peerId);
    }
  }

  #mustHold({ session, params }: MethodCall<ActMethod | 'stage.leave'>): void {
    if (!this.#deps.peers.isHeld(params.peerId, params.showId, session))
      throw new Refusal('stage-not-joined');
  }

  /**
   * Looks at the show as this process follows it, so that a wave of viewers costs the log nothing. A refusal is asked
   * for again from the log: the caller's own command (a source just added) may be a moment ahead of what we follow.
   */
  async #authorise(
    method: StageMethod,
    { principal, params }: MethodCall<StageMethod>,
  ): Promise<ShowAttendance> {
    const { application, attendances } = this.#deps;
    const attendance = await attendances.open(params.showId);
    const { show } = attendance;
    if (authorise(principal, method, { ...params, show }) === undefined) return attendance;
    const refused = await application.authorise(principal, method, params);
    if (refused !== undefined) throw new Refusal(refused.code, refused.details);
    return attendance;
  }
}

const isOver = ({ status }: ShowState): boolean => status === 'ended' || status === 'archived';

const ownerOf = (principal: Principal, attendance: ShowAttendance): PeerOwner => ({
  personId: principal.personId,
  audience: audienceOf(principal, attendance.show),
});

export const stageHandlers = (deps: StageDeps): Pick<MethodHandlers, StageMethod> => {
  const requests = new StageRequests(deps);
  const join = (method: JoinMethod) => (call: MethodCall<JoinMethod>) => requests.join(method, call);
  const act = (method: ActMethod) => (call: MethodCall<ActMethod>) => requests.act(method, call);
  return {
    'stage.capabilities': (call) => requests.capabilities(call),
    'stage.playlists': (call) => requests.playlists(call),
    'stage.delete-replay': (call) => requests.deleteReplay(call),
    'stage.watch': join('stage.watch'),
    'stage.join': join('stage.join'),
    'stage.resume': join('stage.resume'),
    'stage.leave': (call) => requests.leave(call),
    'stage.create-transport': act('stage.create-transport'),
    'stage.connect-transport': act('stage.connect-transport'),
    'stage.restart-ice': act('stage.restart-ice'),
    'stage.produce': act('stage.produce'),
    'stage.set-producer': act('stage.set-producer'),
    'stage.close-producer': act('stage.close-producer'),
    'stage.consume': act('stage.consume'),
    'stage.set-consumer': act('stage.set-consumer'),
    'stage.close-consumer': act('stage.close-consumer'),
  };
};
