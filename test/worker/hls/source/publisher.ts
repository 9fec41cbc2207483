import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { types } from 'mediasoup';
import type { Stage } from '#worker/stage/stage.ts';
import { Track } from '#worker/stage/track.ts';
import { RtpRelay } from './rtp-relay.ts';

export interface PublishedLayer {
  readonly width: number;
  readonly height: number;
}

export interface PublisherOptions {
  readonly sourceId: string;
  readonly codec?: 'H264' | 'VP8';
  /** In the order of the encodings. */
  readonly layers: readonly PublishedLayer[];
}

/** Sound beeps and the picture flashes white at every full second of the publisher's time. */
export interface Publisher {
  readonly video: Track;
  readonly audio: Track;
  readonly pictures: RtpRelay;
  readonly sounds: RtpRelay;
  /** Ends at once, as a crashed browser does: its tracks stay until `close`. */
  die(): Promise<void>;
  close(): Promise<void>;
}

const frameRate = 25;
const firstSsrc = 0x0a00_0001;
const audioSsrc = 0x0b00_0001;

export const threeLayers: readonly PublishedLayer[] = [
  { width: 160, height: 90 },
  { width: 320, height: 180 },
  { width: 640, height: 360 },
];

const picture = [
  `color=c=0x204060:s=640x360:r=${frameRate}`,
  "drawbox=x=0:y=0:w=iw:h=ih:c=white:t=fill:enable='lt(mod(t,1),0.12)'",
].join(',');
const beep = "aevalsrc='0.5*sin(2*PI*880*t)*lt(mod(t,1),0.12)':s=48000:c=stereo";

/** Publishes by ffmpeg over plain RTP, without a browser; a key frame every second. */
export async function publisher(stage: Stage, options: PublisherOptions): Promise<Publisher> {
  const { codec = 'H264', layers, sourceId } = options;
  const video = await receive(stage, 'video', videoParameters(codec, layers.length));
  const audio = await receive(stage, 'audio', audioParameters);
  const pictures = await RtpRelay.open(video.transport.tuple.localPort, layers.length);
  const sounds = await RtpRelay.open(audio.transport.tuple.localPort, 1);
  const args = ['-v', 'error', '-re', '-f', 'lavfi', '-i', picture, '-re', '-f', 'lavfi', '-i', beep];
  for (const [index, { width, height }] of layers.entries())
    args.push(
      ...['-map', '0:v', '-vf', `scale=${width}:${height}`, ...encoder(codec)],
      ...rtp(pictures.ports[index] ?? 0, payloadTypes[codec], firstSsrc + index),
    );
  args.push(
    ...['-map', '1:a', '-c:a', 'libopus', '-b:a', '64k', '-ac', '2', '-frame_duration', '20'],
    ...rtp(sounds.ports[0] ?? 0, payloadTypes.opus, audioSsrc),
  );
  const child = spawn(process.env['FFMPEG_BIN'] ?? 'ffmpeg', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const gone = once(child, 'exit');
  const die = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  const tracks = {
    video: new Track(sourceId, 'camera', video.producer, video.transport),
    audio: new Track(sourceId, 'camera', audio.producer, audio.transport),
  };
  for (const track of Object.values(tracks)) stage.publish(track);
  return {
    ...tracks,
    pictures,
    sounds,
    die,
    close: async () => {
      for (const track of Object.values(tracks)) track.close();
      video.transport.close();
      audio.transport.close();
      await die();
      pictures.close();
      sounds.close();
    },
  };
}

const payloadTypes = { H264: 102, VP8: 96, opus: 111 } as const;

const encoder = (codec: 'H264' | 'VP8'): readonly string[] =>
  codec === 'H264'
    ? [
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline'],
        ...[
          '-g',
          `${frameRate}`,
          '-sc_threshold',
          '0',
          '-threads',
          '1',
          '-pix_fmt',
          'yuv420p',
          '-b:v',
          '300k',
        ],
      ]
    : [
        ...[
          '-c:v',
          'libvpx',
          '-deadline',
          'realtime',
          '-cpu-used',
          '8',
          '-g',
          `${frameRate}`,
          '-b:v',
          '300k',
        ],
      ];

const rtp = (port: number, payloadType: number, ssrc: number): readonly string[] => [
  ...['-f', 'rtp', '-payload_type', `${payloadType}`, '-ssrc', `${ssrc}`],
  `rtp://127.0.0.1:${port}?pkt_size=1200`,
];

async function receive(
  stage: Stage,
  kind: types.MediaKind,
  rtpParameters: types.RtpParameters,
): Promise<{ readonly producer: types.Producer; readonly transport: types.PlainTransport }> {
  const transport = await stage.origin.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
    rtcpMux: false,
    comedia: true,
  });
  return { transport, producer: await transport.produce({ kind, rtpParameters }) };
}

const videoParameters = (codec: 'H264' | 'VP8', layers: number): types.RtpParameters => ({
  codecs: [
    {
      mimeType: `video/${codec}`,
      payloadType: payloadTypes[codec],
      clockRate: 90_000,
      parameters:
        codec === 'H264'
          ? { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 }
          : {},
    },
  ],
  encodings: Array.from({ length: layers }, (_, index) => ({ ssrc: firstSsrc + index })),
});

const audioParameters: types.RtpParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: payloadTypes.opus, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: audioSsrc }],
};
