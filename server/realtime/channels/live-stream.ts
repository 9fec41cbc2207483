import type { StreamChange } from '#application/application.ts';
import type { StreamRef } from '#application/command-handler.ts';
import type { ShowEvent, ShowState } from '#domain/show/show.ts';
import { LiveReading, type LiveSource, type LiveStreamDeps } from './live-reading.ts';

/** One stream as this process follows it. */
export class LiveStream<State, Event> extends LiveReading<State, StreamChange<State, Event>> {
  readonly ref: StreamRef<State, Event>;

  private constructor(deps: LiveStreamDeps, ref: StreamRef<State, Event>) {
    super(deps, sourceOf(deps, ref), ref.kind.initial);
    this.ref = ref;
  }

  /** Resolves once it follows. Rejects with `conflict` when the log cannot be followed. */
  static async open<State, Event>(
    deps: LiveStreamDeps,
    ref: StreamRef<State, Event>,
  ): Promise<LiveStream<State, Event>> {
    const stream = new LiveStream(deps, ref);
    await stream.start();
    return stream;
  }
}

export type LiveShow = LiveStream<ShowState, ShowEvent>;

const sourceOf = <State, Event>(
  { application }: LiveStreamDeps,
  ref: StreamRef<State, Event>,
): LiveSource<State, StreamChange<State, Event>> => ({
  name: ref.streamId,
  read: () => application.read(ref),
  follow: (after, listener, onLost) => application.follow(ref, after, listener, onLost),
});
