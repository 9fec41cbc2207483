import { effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext, useEffect, useMemo } from 'preact/hooks';
import type { StageState } from '#protocol/methods/stage.ts';
import type { ShowView } from '#protocol/views.ts';
import { toast } from '../../design/toast.tsx';
import { freshId } from '../../live/fresh-id.ts';
import type { Live } from '../../live/live.ts';
import type { MethodName, MethodParams } from '../../live/methods.ts';
import { createShowChannel, type ShowFollow } from '../../live/show-channel.ts';
import type { LiveSocket } from '../../live/socket.ts';
import { systemTime } from '../../live/time-source.ts';
import { errorText } from '../../messages/error-text.ts';
import { createStageMonitor, type StageMonitor } from '../../stage/monitor.ts';
import { createPublisher, type Publisher } from '../../stage/publisher.ts';
import { createOwnSources, type OwnSources } from './own-sources.ts';

type ShowMethod = Extract<MethodName, `show.${string}`>;
type Fields<M extends ShowMethod> = Omit<MethodParams<M>, 'commandId' | 'showId'>;

/** Everything the parts of the studio page share. */
export interface Studio {
  readonly showId: string;
  readonly socket: LiveSocket;
  readonly follow: ReadonlySignal<ShowFollow>;
  /** What media knows of the stage; null until it was told. */
  readonly stage: ReadonlySignal<StageState | null>;
  readonly own: OwnSources;
  readonly publisher: Publisher;
  readonly monitor: StageMonitor;
  /** The command under way; its button spins. */
  readonly busy: ReadonlySignal<ShowMethod | null>;
  /** Sends a command of this show. A refusal is told as a toast; resolves to whether it was accepted. */
  command<M extends ShowMethod>(method: M, fields: Fields<M>): Promise<boolean>;
  nowMs(): number;
}

/** Resolves with the show's sources once the show is known; never when it is refused. */
const firstSources = (follow: ReadonlySignal<ShowFollow>): Promise<readonly string[]> =>
  new Promise((resolve) => {
    const stop = effect(() => {
      const state = follow.value;
      if (state.status !== 'ready') return;
      resolve(state.show.sources.map(({ sourceId }) => sourceId));
      queueMicrotask(() => stop());
    });
  });

/** The stage as media has it, from before the first source is sent until `stop`. */
const observeStage = (socket: LiveSocket, showId: string) => {
  const stage = signal<StageState | null>(null);
  const observe = async () => {
    const observed = await socket.request('stage.observe', { showId });
    if (observed.ok) stage.value = observed.value.stage;
  };
  const stops = [
    socket.onSignal('stage.state', (state) => {
      if (state.showId === showId) stage.value = state.stage;
    }),
    socket.onOpen(() => void observe()),
  ];
  if (socket.state.peek().status === 'open') void observe();
  const stop = () => {
    for (const stopOne of stops) stopOne();
    if (socket.state.peek().status === 'open') void socket.request('stage.unobserve', { showId });
  };
  return { stage, stop };
};

/** Tells the show of sources that another director removed: they must stop sending here. */
const followRemovals = (follow: ReadonlySignal<ShowFollow>, own: OwnSources): (() => void) => {
  const seen = new Set<string>();
  return effect(() => {
    const state = follow.value;
    if (state.status !== 'ready') return;
    const now = new Set(state.show.sources.map(({ sourceId }) => sourceId));
    for (const { sourceId } of own.list.value) {
      // A source that was just added may not have come back in a push yet.
      if (now.has(sourceId)) seen.add(sourceId);
      else if (seen.delete(sourceId)) queueMicrotask(() => own.drop(sourceId));
    }
  });
};

const createStudio = (live: Live, showId: string) => {
  const socket = live.socket();
  const channel = createShowChannel({ socket, showId, time: systemTime });
  const publisher = createPublisher({ socket, showId });
  const monitor = createStageMonitor({ socket, showId });
  const { stage, stop: stopStage } = observeStage(socket, showId);
  const own = createOwnSources(socket, showId, publisher);
  const busy: Signal<ShowMethod | null> = signal(null);
  const stopRemovals = followRemovals(channel.follow, own);
  void own.restore(firstSources(channel.follow));
  const command = async <M extends ShowMethod>(method: M, fields: Fields<M>): Promise<boolean> => {
    busy.value = method;
    // Sound: `Fields` is the method's parameters without exactly these two.
    const params = { ...fields, commandId: freshId(), showId } as unknown as MethodParams<M>;
    const outcome = await socket.request(method, params);
    busy.value = null;
    if (!outcome.ok && outcome.error.code !== 'programme-unchanged') {
      toast(errorText(outcome.error), { icon: 'careful' });
    }
    return outcome.ok;
  };
  const studio: Studio = {
    showId,
    socket,
    follow: channel.follow,
    stage,
    own,
    publisher,
    monitor,
    busy,
    command,
    nowMs: () => live.clock.nowMs(),
  };
  const close = () => {
    stopRemovals();
    stopStage();
    own.close();
    publisher.close();
    monitor.close();
    channel.close();
  };
  return { studio, close };
};

/** A studio for as long as the page is mounted. */
export const useNewStudio = (live: Live, showId: string): Studio => {
  const made = useMemo(() => createStudio(live, showId), [live, showId]);
  useEffect(() => made.close, [made]);
  return made.studio;
};

export const StudioContext = createContext<Studio | null>(null);

/** The studio of the page. Throws outside of it, which would be a bug. */
export const useStudio = (): Studio => {
  const studio = useContext(StudioContext);
  if (studio === null) throw new Error('useStudio outside of StudioContext');
  return studio;
};

/** Whether leaving the page now would take something off the stage. Pure. */
export const isProducing = (status: ShowView['status'], ownCount: number): boolean =>
  ownCount > 0 && (status === 'live' || status === 'paused' || status === 'rehearsal');
