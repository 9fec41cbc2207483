import ffmpeg from 'fluent-ffmpeg';
import { slateFrameRate, type Layout, type PictureOutput } from './layout.ts';
import type { Rung } from '#config/hls-ladder.ts';

export interface CommandParts {
  readonly ffmpegBin: string;
  readonly layout: Layout;
  /** The streams of the tap: the layout's inputs, then the sound. Null: nothing is tapped. */
  readonly sdpPath: string | null;
  readonly hasSound: boolean;
  /** Sockets of the layout's outputs in their order, then of `sound` and `thrift`. */
  readonly sockets: readonly string[];
}

/** A fragment per frame, times from 10 s on: AAC begins before its input, and `tfdt` cannot be negative. */
const fragmentedMp4 = [
  ...['-f', 'mp4', '-movflags', '+cmaf+empty_moov+default_base_moof+frag_discont+frag_every_frame'],
  ...['-output_ts_offset', '10', '-flush_packets', '1'],
];
/**
 * A lost packet is asked for again by the SFU; its place is kept for so long, and nothing waits while none is lost.
 * Nothing is guessed before it begins: frame rates and first timestamps are not needed, parameter sets come with the
 * first key frame. Decoding by several threads would be late by as many frames.
 */
const live = [
  ...['-protocol_whitelist', 'file,rtp,udp', '-f', 'sdp', '-analyzeduration', '4000000'],
  ...['-fpsprobesize', '0', '-max_ts_probe', '0', '-threads', '1'],
  ...['-max_delay', '250000', '-reorder_queue_size', '1000', '-buffer_size', '2000000'],
  ...['-thread_queue_size', '1024', '-reinit_filter', '0'],
];

/** How pictures are chosen for an encoder, and which of them are key frames. */
interface Pace {
  readonly filter: (framesPerSecond: number) => string;
  /** The longest way from one key frame to the next. */
  readonly keyFrameS: number;
  readonly options: readonly string[];
}

/** At a constant rate 2 s are a number of frames. */
const alone: Pace = { filter: (rate) => `fps=${rate}`, keyFrameS: 2, options: [] };
/**
 * Beside a copied picture, whose key frames come when they come: the first picture of each slot and all those, at their
 * own times. A constant rate would lose most of them.
 */
const beside: Pace = {
  filter: (rate) => `select='key+isnan(prev_selected_t)+gt(floor(t*${rate}),floor(prev_selected_t*${rate}))'`,
  keyFrameS: 2.1,
  options: ['-force_key_frames', 'source', '-enc_time_base', '1:90000'],
};
/** Dusk over the brand's violet; 64 pixels across are enough for a gradient, and one frame is for ever. */
const slate = [
  `color=c=0x1b1035:s=64x36:r=${slateFrameRate},format=gbrp,trim=end_frame=1`,
  "geq=r='27+64*Y/H+24*X/W':g='16+26*Y/H':b='53+81*Y/H'",
  `loop=loop=-1:size=1:start=0,setpts=N/${slateFrameRate}/TB,scale=1280:720:flags=bicubic,format=yuv420p`,
].join(',');

/** One ffmpeg for all renditions of a programme. */
export function commandOf(parts: CommandParts): ffmpeg.FfmpegCommand {
  const { ffmpegBin, layout, sdpPath, hasSound, sockets } = parts;
  const command = ffmpeg({ logger: undefined, stdoutLines: 1 });
  if (ffmpegBin !== '') command.setFfmpegPath(ffmpegBin);
  const isSlate = layout.inputs.length === 0;
  const quiet = ['-hide_banner', '-nostats', '-loglevel', 'error'];
  let inputs = 0;
  const take = (source: string, options: readonly string[]): number => {
    command.input(source).inputOptions(...(inputs === 0 ? quiet : []), ...options);
    inputs += 1;
    return inputs - 1;
  };
  const made = ['-re', '-f', 'lavfi'];
  const picture = isSlate ? take(slate, made) : null;
  const tapped = sdpPath === null ? null : take(sdpPath, live);
  const sound = hasSound && tapped !== null ? tapped : take('anullsrc=r=48000:cl=stereo', made);
  const file = picture ?? tapped ?? 0;
  const pace = layout.outputs.some(({ rung }) => rung === null) ? beside : alone;
  for (const [index, output] of layout.outputs.entries())
    command
      .output(`unix:${sockets[index] ?? ''}`)
      .outputOptions(...pictureOptions(output, file, pace, isSlate), ...fragmentedMp4);
  for (const [index, options] of soundOptions(sound).entries())
    command
      .output(`unix:${sockets[layout.outputs.length + index] ?? ''}`)
      .outputOptions(...options, ...fragmentedMp4);
  return command;
}

function pictureOptions(
  { input, rung }: PictureOutput,
  file: number,
  pace: Pace,
  isSlate: boolean,
): readonly string[] {
  const taken = ['-map', `${file}:v:${input}`, '-video_track_timescale', '90000'];
  return rung === null ? [...taken, '-c:v', 'copy'] : [...taken, ...encoding(rung, pace, isSlate)];
}

function encoding(
  { shortEdge, framesPerSecond, bitrateKbps }: Rung,
  { filter, keyFrameS, options }: Pace,
  isSlate: boolean,
): readonly string[] {
  const edge = (own: string): string => `trunc(min(${shortEdge},${own})/2)*2`;
  const scale = `scale=w='if(gte(iw,ih),-2,${edge('iw')})':h='if(gte(iw,ih),${edge('ih')},-2)'`;
  // The first frame of a live picture has no time of its own (see first-frame.ts).
  const select = isSlate ? '' : "select='gte(n,1)',";
  const bitrate = `${bitrateKbps}k`;
  const group = String(Math.round(framesPerSecond * keyFrameS));
  return [
    // A picture that begins after the sound is not repeated back to its beginning: its key frames would come off the tick.
    ...[
      '-vf',
      `${select}${filter(framesPerSecond)},${scale},setsar=1,format=yuv420p`,
      '-fps_mode',
      'passthrough',
    ],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'superfast',
      '-tune',
      'zerolatency',
      '-profile:v',
      'main',
      '-threads',
      '1',
    ],
    ...['-b:v', bitrate, '-maxrate', bitrate, '-bufsize', bitrate],
    ...['-g', group, '-keyint_min', group, '-sc_threshold', '0', ...options],
  ];
}

/** Stretched by up to 1000 of 48,000 samples a second where clocks differ; greater holes are filled with silence. */
const soundOptions = (file: number): readonly (readonly string[])[] =>
  (
    [
      ['96k', '2'],
      ['48k', '1'],
    ] as const
  ).map(([bitrate, channels]) => [
    ...['-map', `${file}:a:0`, '-af', 'aresample=async=1000', '-c:a', 'aac'],
    ...['-b:a', bitrate, '-ac', channels, '-ar', '48000'],
  ]);
