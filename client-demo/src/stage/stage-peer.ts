import { signal, type ReadonlySignal } from '@preact/signals';
import type { StageResults, StageState } from '#protocol/methods/stage.ts';
import { backOffMs } from '../live/back-off.ts';
import { freshId } from '../live/fresh-id.ts';
import type { CallError, Outcome } from '../live/outcome.ts';
import type { LiveSocket } from '../live/socket.ts';
import type { TimeSource } from '../live/time-source.ts';

export type PeerState =
  | { readonly status: 'idle' }
  | { readonly status: 'joining' }
  | { readonly status: 'joined'; readonly peerId: string }
  | { readonly status: 'rejoining' }
  | { readonly status: 'refused'; readonly error: CallError };

export interface StagePeerOptions<Joined extends { readonly stage: StageState }> {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly time: TimeSource;
  readonly join: (peerId: string) => Promise<Outcome<Joined>>;
  /** Makes the transports of a fresh membership. Throwing means: try again. */
  readonly setUp: (joined: Joined, peerId: string) => Promise<void>;
  /** The membership outlived a lost socket; what is not listed any more ended meanwhile. */
  readonly resumed: (alive: StageResults['stage.resume']) => void;
  /** The membership is gone (stage rebuilt, transport failed, closed): let go of what hung on it. */
  readonly tearDown: () => void;
}

/** Membership of one browser tab on one stage: joins, resumes after a lost socket, joins again after a fault. */
export interface StagePeer {
  readonly state: ReadonlySignal<PeerState>;
  /** The latest state of the stage, or null before joining. */
  readonly stage: ReadonlySignal<StageState | null>;
  start(): void;
  /** The current membership does not work: leave it and join again, after up to `spreadMs`. */
  rejoin(spreadMs?: number): void;
  close(): void;
}

/** Joins must come back soon after a fault (a rebuilt stage is up in about a second), yet not hammer a broken one. */
const rejoinLimits = { baseMs: 250, factor: 1.7, maximumMs: 8000 };

/** A state that shows a rebuilt stage may come before `stage.reset` with its spread; this one suits most audiences. */
const unknownSpreadMs = 500;

export const createStagePeer = <Joined extends { readonly stage: StageState }>(
  options: StagePeerOptions<Joined>,
): StagePeer => {
  const { socket, showId, time } = options;
  const state = signal<PeerState>({ status: 'idle' });
  const stage = signal<StageState | null>(null);
  let generation = 0;
  let failures = 0;
  let joinedIncarnation = -1;
  let cancelRetry: (() => void) | undefined;

  const leave = (peerId: string) =>
    void socket.request('stage.leave', { showId, peerId }, { deadlineMs: 3000 });
  const tryLater = (delayMs: number) => {
    cancelRetry?.();
    cancelRetry = time.after(delayMs, () => void join());
  };
  const tryAgain = () => tryLater(backOffMs(failures++, () => time.random(), rejoinLimits));
  const join = async () => {
    const mine = ++generation;
    const peerId = freshId();
    const outcome = await options.join(peerId);
    if (mine !== generation) return outcome.ok ? leave(peerId) : undefined;
    if (!outcome.ok) {
      if (outcome.error.temporary) return tryAgain();
      state.value = { status: 'refused', error: outcome.error };
      return;
    }
    stage.value = outcome.value.stage;
    joinedIncarnation = outcome.value.stage.incarnation;
    try {
      await options.setUp(outcome.value, peerId);
    } catch {
      leave(peerId);
      if (mine === generation) tryAgain();
      return;
    }
    if (mine !== generation) return leave(peerId);
    failures = 0;
    state.value = { status: 'joined', peerId };
  };
  const rejoin = (spreadMs = 0) => {
    const { status } = state.peek();
    if (status === 'idle' || status === 'refused') return;
    const before = state.peek();
    if (before.status === 'joined') leave(before.peerId);
    generation += 1;
    options.tearDown();
    state.value = { status: status === 'joining' ? 'joining' : 'rejoining' };
    // The first repeat comes at once (plus the spread asked for); only repeated failures are slowed down.
    tryLater(
      time.random() * spreadMs +
        (failures === 0 ? 0 : backOffMs(failures, () => time.random(), rejoinLimits)),
    );
    failures += 1;
  };
  const resume = async () => {
    const before = state.peek();
    if (before.status !== 'joined') return;
    const mine = generation;
    const outcome = await socket.request('stage.resume', { showId, peerId: before.peerId });
    if (mine !== generation) return;
    if (outcome.ok) {
      options.resumed(outcome.value);
      take(outcome.value.stage, 0);
    } else if (!outcome.error.temporary) rejoin();
    else if (outcome.error.code !== 'offline') tryResumeLater();
  };
  const tryResumeLater = () => {
    cancelRetry?.();
    cancelRetry = time.after(
      backOffMs(failures++, () => time.random(), rejoinLimits),
      () => void resume(),
    );
  };
  /** Each rebuilding of the stage is followed once, whichever message tells of it first. */
  const leaveOld = (incarnation: number, spreadMs: number) => {
    if (joinedIncarnation < 0 || incarnation <= joinedIncarnation) return;
    joinedIncarnation = incarnation;
    rejoin(spreadMs);
  };
  const take = (next: StageState, spreadMs: number) => {
    stage.value = next;
    leaveOld(next.incarnation, spreadMs);
  };
  const stops = [
    socket.onOpen(() => void resume()),
    socket.onSignal('stage.state', (data) => {
      if (data.showId === showId && joinedIncarnation >= 0) take(data.stage, unknownSpreadMs);
    }),
    socket.onSignal('stage.reset', (data) => {
      if (data.showId === showId) leaveOld(data.incarnation, data.spreadMs);
    }),
  ];

  return {
    state,
    stage,
    start: () => {
      if (state.peek().status !== 'idle') return;
      state.value = { status: 'joining' };
      void join();
    },
    rejoin,
    close: () => {
      generation += 1;
      cancelRetry?.();
      for (const stop of stops) stop();
      const before = state.peek();
      if (before.status === 'joined') leave(before.peerId);
      if (before.status !== 'idle') options.tearDown();
      state.value = { status: 'idle' };
    },
  };
};
