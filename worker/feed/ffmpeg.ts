import ffmpeg from 'fluent-ffmpeg';
import type { Feed } from '#protocol/worker-rpc/calls.ts';
import { demoInputs } from './demo-picture.ts';
import { hasAudio } from './has-audio.ts';

/** Where one stream goes on this machine, and how its packets are marked. */
export interface RtpTarget {
  readonly port: number;
  readonly rtcpPort: number;
  readonly payloadType: number;
  readonly ssrc: number;
}

export interface RtpTargets {
  readonly video: RtpTarget;
  readonly audio: RtpTarget;
}

/** Key frames every second: ffmpeg's RTP output cannot be asked for one, and a viewer should not wait for two. */
const frameRate = 25;
const videoBitrate = '1600k';

/** Starts ffmpeg; `onEnd` runs once when it ends by itself. Returns what stops it for good. */
export async function startFfmpeg(
  feed: Feed,
  ffmpegBin: string,
  targets: RtpTargets,
  onEnd: (error?: Error) => void,
): Promise<() => void> {
  const command = ffmpeg({ logger: undefined });
  if (ffmpegBin !== '') command.setFfmpegPath(ffmpegBin);
  let stopped = false;
  const ended = (error?: Error): void => {
    if (stopped) return;
    stopped = true;
    onEnd(error);
  };
  await takeFrom(command, feed, ffmpegBin);
  sendVideo(command, targets.video);
  sendAudio(command, targets.audio);
  command.on('error', ended);
  command.on('end', () => {
    ended();
  });
  command.run();
  return () => {
    if (stopped) return;
    stopped = true;
    command.kill('SIGKILL');
  };
}

async function takeFrom(command: ffmpeg.FfmpegCommand, feed: Feed, ffmpegBin: string): Promise<void> {
  if (feed.kind === 'file') {
    command.input(feed.path).inputOptions(['-re', '-stream_loop -1']);
    // A clip may come without sound; its audio track then carries silence.
    const hasSound = await hasAudio(ffmpegBin, feed.path);
    if (!hasSound) command.input('anullsrc=r=48000:cl=stereo').inputOptions(['-re', '-f lavfi']);
    command.complexFilter([
      `[0:v]scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:-1:-1,fps=${frameRate},format=yuv420p[v]`,
      hasSound ? '[0:a]aresample=48000[a]' : '[1:a]anull[a]',
    ]);
    return;
  }
  const { inputs, filters } = await demoInputs(ffmpegBin, frameRate);
  for (const input of inputs) command.input(input).inputOptions(['-re', '-f lavfi']);
  command.complexFilter([...filters]);
}

/** `connect`: it ends when nobody listens any more, so a worker that is killed leaves none of these behind. */
const rtp = ({ port, rtcpPort }: RtpTarget): string =>
  `rtp://127.0.0.1:${port}?rtcpport=${rtcpPort}&pkt_size=1200&connect=1`;

function sendVideo(command: ffmpeg.FfmpegCommand, target: RtpTarget): void {
  command
    .output(rtp(target))
    .outputOptions([
      '-map [v]',
      '-c:v libx264',
      '-profile:v baseline',
      '-level 3.1',
      '-preset superfast',
      '-tune zerolatency',
      `-b:v ${videoBitrate}`,
      `-maxrate ${videoBitrate}`,
      `-bufsize ${videoBitrate}`,
      `-g ${frameRate}`,
      '-sc_threshold 0',
      '-threads 1',
      '-f rtp',
      `-payload_type ${target.payloadType}`,
      `-ssrc ${target.ssrc}`,
    ]);
}

function sendAudio(command: ffmpeg.FfmpegCommand, target: RtpTarget): void {
  command
    .output(rtp(target))
    .outputOptions([
      '-map [a]',
      '-c:a libopus',
      '-b:a 64k',
      '-ac 2',
      '-application voip',
      '-frame_duration 20',
      '-f rtp',
      `-payload_type ${target.payloadType}`,
      `-ssrc ${target.ssrc}`,
    ]);
}
