import type { ReadonlySignal } from '@preact/signals';
import type { LiveSocket } from '../live/socket.ts';

export interface MonitorOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
}

/** One source's preview. `silent`: the source exists but sends no picture now. */
export type PreviewState = 'connecting' | 'playing' | 'silent';

export interface Preview {
  readonly state: ReadonlySignal<PreviewState>;
  close(): void;
}

/** Silent low-layer previews of any sources of a stage, all over one receiving transport. For staff. */
export interface StageMonitor {
  /** Shows the source in `video` (muted, autoplaying) from whenever it is live until closed. */
  preview(sourceId: string, video: HTMLVideoElement): Preview;
  close(): void;
}
