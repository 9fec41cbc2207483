import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ShowView } from '#protocol/views.ts';
import type { CallError } from '../../live/outcome.ts';
import type { LiveSocket } from '../../live/socket.ts';
import { captureCamera, stopCapture, type CaptureFault } from '../../stage/capture.ts';
import { createPublisher, type PublishedSource, type Publisher } from '../../stage/publisher.ts';
import { claimSource, giveUpSource } from './camera-source.ts';

export type CameraState =
  | { readonly status: 'ready' }
  | { readonly status: 'starting' }
  | { readonly status: 'fault'; readonly fault: CaptureFault }
  | { readonly status: 'refused'; readonly error: CallError }
  | { readonly status: 'on'; readonly stream: MediaStream; readonly source: PublishedSource }
  | { readonly status: 'left' };

export interface Camera {
  readonly state: Signal<CameraState>;
  readonly publisher: Publisher;
  readonly facing: Signal<'user' | 'environment'>;
  readonly isMuted: Signal<boolean>;
  /** Opens camera and microphone and joins the stage. Inside the tap. */
  start(): Promise<void>;
  flip(): Promise<void>;
  setMuted(muted: boolean): void;
  leave(): Promise<void>;
}

interface CameraOptions {
  readonly socket: LiveSocket;
  readonly show: ShowView;
  readonly label: string;
}

/** One phone as a further camera of a show. */
export const useCamera = ({ socket, show, label }: CameraOptions): Camera => {
  const { showId } = show;
  const publisher = useMemo(() => createPublisher({ socket, showId }), [socket, showId]);
  const state = useSignal<CameraState>({ status: 'ready' });
  const facing = useSignal<'user' | 'environment'>('environment');
  const isMuted = useSignal(false);
  const latestShow = useRef(show);
  latestShow.current = show;
  useEffect(() => () => publisher.close(), [publisher]);

  const start = async () => {
    state.value = { status: 'starting' };
    const captured = await captureCamera({ facing: facing.value });
    if (!captured.ok) {
      state.value = { status: 'fault', fault: captured.fault };
      return;
    }
    const { stream } = captured;
    const audio = stream.getAudioTracks()[0] ?? null;
    const knownSourceIds = latestShow.current.sources.map(({ sourceId }) => sourceId);
    const claimed = await claimSource(socket, showId, knownSourceIds, { label, hasAudio: audio !== null });
    if (!claimed.ok) {
      stopCapture(stream);
      state.value = { status: 'refused', error: claimed.error };
      return;
    }
    const { sourceId } = claimed.value;
    const video = stream.getVideoTracks()[0] ?? null;
    const source = publisher.publish({ sourceId, kind: 'phone', video, audio });
    state.value = { status: 'on', stream, source };
  };
  const flip = async () => {
    const before = state.peek();
    if (before.status !== 'on') return;
    const next = facing.peek() === 'user' ? 'environment' : 'user';
    // Many phones open one camera at a time: the old one has to go first.
    for (const track of before.stream.getVideoTracks()) track.stop();
    const captured = await captureCamera({ facing: next, microphoneId: 'none' });
    if (!captured.ok) {
      state.value = { status: 'fault', fault: captured.fault };
      return;
    }
    facing.value = next;
    const video = captured.stream.getVideoTracks()[0] ?? null;
    await before.source.replaceTrack('video', video);
    const stream = new MediaStream([...captured.stream.getTracks(), ...before.stream.getAudioTracks()]);
    state.value = { ...before, stream };
  };
  const setMuted = (muted: boolean) => {
    isMuted.value = muted;
    const current = state.peek();
    if (current.status === 'on') current.source.setMuted('audio', muted);
  };
  const leave = async () => {
    const before = state.peek();
    if (before.status !== 'on') return;
    before.source.close();
    stopCapture(before.stream);
    state.value = { status: 'left' };
    await giveUpSource(socket, showId, before.source.sourceId);
  };
  return { state, publisher, facing, isMuted, start, flip, setMuted, leave };
};
