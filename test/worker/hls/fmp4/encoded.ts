import { execFileSync } from 'node:child_process';
import { createFrameReader } from '#worker/hls/fmp4/frame-reader.ts';
import type { Frame, TrackInit } from '#worker/hls/frames.ts';

export const ffmpegBin = process.env['FFMPEG_BIN'] ?? 'ffmpeg';
const movflags = '+cmaf+empty_moov+default_base_moof+frag_discont+frag_every_frame';
const output = ['-output_ts_offset', '10', '-movflags', movflags, '-f', 'mp4', 'pipe:1'];

/** Fragmented MP4 of a test picture with a key frame every 2 s, as a source's ffmpeg writes it. */
export function encodePicture(seconds: number, size = '320x180', extra: readonly string[] = []): Buffer {
  const input = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=30`, '-t', `${seconds}`, '-pix_fmt', 'yuv420p'];
  return encode([...input, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '60', ...extra]);
}

/** Sound on which an encoder spends all it may. */
export function encodeSound(seconds: number, bitrate: string): Buffer {
  const source = 'anoisesrc=r=48000:c=pink:a=0.5:s=1';
  return encode([
    '-f',
    'lavfi',
    '-i',
    source,
    '-t',
    `${seconds}`,
    '-ac',
    '2',
    '-c:a',
    'aac',
    '-b:a',
    bitrate,
  ]);
}

function encode(args: readonly string[]): Buffer {
  return execFileSync(ffmpegBin, ['-v', 'error', ...args, ...output], { maxBuffer: 100_000_000 });
}

/** Reads it all, in chunks of these sizes in turn. */
export function readAll(bytes: Buffer, kind: 'video' | 'audio', chunkSizes: readonly number[] = [65_536]) {
  const inits: TrackInit[] = [];
  const frames: Frame[] = [];
  const faults: string[] = [];
  const reader = createFrameReader({
    kind,
    onInit: (init) => inits.push(init),
    onFrame: (frame) => frames.push(frame),
    onFault: (reason) => faults.push(reason),
  });
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, chunkSizes[turn % chunkSizes.length] ?? 1);
    reader.push(bytes.subarray(at, at + size));
    at += size;
  }
  return { inits, frames, faults };
}

/** What ffmpeg decodes from it, a hash a frame, and what it complained of. */
export function decode(input: string | Buffer): {
  readonly frames: readonly string[];
  readonly complaints: string;
} {
  const from = typeof input === 'string' ? ['-i', input] : ['-i', 'pipe:0'];
  const stdio = typeof input === 'string' ? {} : { input };
  const script = 'exec "$0" "$@" 2>&1 1>&3';
  // Standard error is the text that comes back, frames go behind a mark: one run gives both.
  const text = execFileSync(
    'sh',
    ['-c', `{ ${script}; } 3>&1`, ffmpegBin, '-v', 'warning', ...from, '-f', 'framemd5', '-'],
    { ...stdio, maxBuffer: 100_000_000 },
  ).toString();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const isFrame = (line: string) => /^\d+,\s/.test(line);
  return {
    frames: lines.filter(isFrame).map((line) => line.slice(line.lastIndexOf(',') + 1).trim()),
    complaints: lines.filter((line) => !isFrame(line)).join('\n'),
  };
}
