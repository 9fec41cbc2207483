/** What a viewer's stats overlay shows. `null`: the browser does not say. */
export interface ReceiveStats {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrateBps: number;
  readonly roundTripMs: number | null;
  /** Share of packets lost since the last reading, 0 to 1. */
  readonly lossRatio: number;
  readonly jitterBufferMs: number | null;
  readonly droppedFrames: number;
  /** Simulcast layer in use, 0 is the smallest; null while none. */
  readonly spatialLayer: number | null;
  readonly codec: string | null;
  readonly transport: string | null;
  /** From the camera's capture to the screen, where the browser can tell. */
  readonly pictureDelayMs: number | null;
}

/** What the studio shows of one source on its way out. */
export interface SendStats {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrateBps: number;
  /** Simulcast layers that are really being sent. */
  readonly activeLayers: number;
  readonly roundTripMs: number | null;
  readonly lossRatio: number;
  /** Why the encoder sends less than it was asked for. */
  readonly limitedBy: 'none' | 'cpu' | 'bandwidth' | 'other';
  /** As the stage sees it: 0 nothing arrives, 10 perfect; null before the first report. */
  readonly score: number | null;
  readonly codec: string | null;
}
