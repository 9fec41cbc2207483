import type { Frame, TrackInit } from '../frames.ts';
import { BoxSplitter, type WholeBox } from './box-splitter.ts';
import { readFragment, readTrackDefaults } from './fragment.ts';
import { readTrackInit } from './track-init.ts';

export interface FrameReaderOptions {
  /** What the track has to be. Every frame of sound is a key frame, whatever its flags say. */
  readonly kind: 'video' | 'audio';
  /** Once, before the first frame. */
  readonly onInit: (init: TrackInit) => void;
  /** In order of decoding. Its bytes belong to the receiver, but share memory with their neighbours'. */
  readonly onFrame: (frame: Frame) => void;
  /** Once at most, as the last call: these bytes cannot be understood, nothing more will be read. */
  readonly onFault: (reason: string) => void;
}

export interface FrameReader {
  /** Never throws by itself; after a fault it does nothing. Holds one fragment at most (some MB). */
  push(chunk: Buffer): void;
}

/** Tell nothing that is needed here: ISO/IEC 14496-12, and `mfra` at the end of a file of ffmpeg. */
const skipped = new Set(['styp', 'sidx', 'ssix', 'prft', 'emsg', 'free', 'skip', 'uuid', 'mfra']);

/** Reads the fragmented MP4 of one track as ffmpeg writes it, chunk by chunk. */
export function createFrameReader(options: FrameReaderOptions): FrameReader {
  let isBroken = false;
  let ftyp: Buffer | null = null;
  let defaults: ReturnType<typeof readTrackDefaults> = null;
  let moof: WholeBox | null = null;

  const fail = (reason: string): false => {
    if (!isBroken) {
      isBroken = true;
      options.onFault(reason);
    }
    return false;
  };

  const readHead = (box: WholeBox): boolean => {
    if (ftyp === null || defaults !== null) return fail('moov out of place');
    const init = readTrackInit(ftyp, box.bytes);
    defaults = readTrackDefaults(box.bytes);
    const kind = init?.size === null ? 'audio' : 'video';
    if (init === null || defaults === null) return fail('unknown track');
    if (kind !== options.kind) return fail(`${kind} instead of ${options.kind}`);
    options.onInit(init);
    return true;
  };

  const readData = (mdat: WholeBox): boolean => {
    if (moof === null || defaults === null) return fail('mdat out of place');
    const frames = readFragment(moof, mdat, defaults);
    moof = null;
    if (frames === null) return fail('unknown fragment');
    for (const frame of frames) options.onFrame(options.kind === 'audio' ? { ...frame, isKey: true } : frame);
    return true;
  };

  const splitter = new BoxSplitter((box) => {
    switch (box.type) {
      case 'ftyp':
        ftyp = Buffer.from(box.bytes);
        return true;
      case 'moov':
        return readHead(box);
      case 'moof':
        moof = box;
        return true;
      case 'mdat':
        return readData(box);
      default:
        return skipped.has(box.type) ? true : fail('unknown box');
    }
  });

  return {
    push(chunk) {
      if (!isBroken && !splitter.push(chunk)) fail('not a stream of boxes');
    },
  };
}
