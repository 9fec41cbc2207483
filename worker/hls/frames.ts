/** What flows from the source of a show (ffmpeg runs) to its packager. Contract; nothing here does anything. */
import type { RenditionName } from './renditions.ts';

/** The head of one track: what an EXT-X-MAP leads to. */
export interface TrackInit {
  /** RFC 6381, `avc1.42e01f` say. */
  readonly codec: string;
  /** Ticks a second of every time in this track. */
  readonly timescale: number;
  /** In pixels; null for sound. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** `ftyp` and `moov`, as they are served. */
  readonly bytes: Buffer;
}

/** One picture, or one AAC frame. Times are ticks of its track; all tracks of a run share one beginning of time. */
export interface Frame {
  readonly decodeTicks: number;
  readonly durationTicks: number;
  /** Presentation time less decoding time. */
  readonly compositionTicks: number;
  /** A player may begin here. Every AAC frame is one. */
  readonly isKey: boolean;
  /** The sample as it stands in `mdat`, without any box. */
  readonly data: Buffer;
}

/**
 * Where a source puts what its ffmpeg runs write, one run after the other, never two mixed. Within a run frames of a
 * rendition come in order of decoding; renditions are not in step with each other (tens of ms).
 */
export interface FrameSink {
  /**
   * All further calls belong to a new run: in every rendition what follows stands behind a discontinuity and a new
   * map. Its video renditions begin with a key frame. What is not in `renditions` is a gap until the next run.
   */
  splice(run: { readonly runId: number; readonly renditions: readonly RenditionName[] }): void;
  /** Before the first frame of each of the run's renditions, once. */
  init(rendition: RenditionName, init: TrackInit): void;
  /** `arrivedAtMs`: wall clock at which the frame left ffmpeg. */
  frame(rendition: RenditionName, frame: Frame, arrivedAtMs: number): void;
  /** The publisher stopped (or resumed) the simulcast layer behind it: a gap meanwhile, never another size. */
  missing(rendition: RenditionName, isMissing: boolean): void;
}
