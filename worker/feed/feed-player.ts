import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { Feed } from '#protocol/worker-rpc/calls.ts';
import type { Stage } from '../stage/stage.ts';
import { Track } from '../stage/track.ts';
import { startFfmpeg, type RtpTarget } from './ffmpeg.ts';

/** ffmpeg that dies at once, again and again, must not become a busy loop. */
const restartMs = { first: 250, longest: 10_000 };
/** A run this long was a good one; the next restart is quick again. */
const goodRunMs = 30_000;

const videoSsrc = 0x0f00d001;
const audioSsrc = 0x0f00d002;

const videoParameters: types.RtpParameters = {
  codecs: [
    {
      mimeType: 'video/H264',
      payloadType: 102,
      clockRate: 90_000,
      parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
    },
  ],
  encodings: [{ ssrc: videoSsrc }],
};
const audioParameters: types.RtpParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: audioSsrc }],
};

/** Keeps one source fed by ffmpeg over loopback RTP until it is closed or the stage is. */
export class FeedPlayer {
  readonly #stage: Stage;
  readonly #sourceId: string;
  readonly #feed: Feed;
  readonly #ffmpegBin: string;
  readonly #logger: Logger;
  #stop: (() => void) | undefined;
  #again: NodeJS.Timeout | undefined;
  #waitMs = restartMs.first;
  #closed = false;

  constructor(stage: Stage, sourceId: string, feed: Feed, ffmpegBin: string, logger: Logger) {
    this.#stage = stage;
    this.#sourceId = sourceId;
    this.#feed = feed;
    this.#ffmpegBin = ffmpegBin;
    this.#logger = logger.child({ showId: stage.showId, sourceId });
    void this.#play();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#again);
    this.#stop?.();
  }

  async #play(): Promise<void> {
    const startedAtMs = performance.now();
    const tracks: Track[] = [];
    const transports: types.PlainTransport[] = [];
    const end = (error?: Error): void => {
      for (const transport of transports.splice(0)) transport.close();
      if (this.#closed || this.#stage.closed) return;
      this.#logger.warn({ err: error }, 'a feed ended and is started again');
      if (performance.now() - startedAtMs > goodRunMs) this.#waitMs = restartMs.first;
      this.#again = setTimeout(() => void this.#play(), this.#waitMs);
      this.#waitMs = Math.min(this.#waitMs * 2, restartMs.longest);
    };
    try {
      const video = await this.#receive('video', videoParameters, transports, tracks);
      const audio = await this.#receive('audio', audioParameters, transports, tracks);
      if (this.#closed) return;
      const stop = await startFfmpeg(this.#feed, this.#ffmpegBin, { video, audio }, end);
      this.#stop = () => {
        stop();
        for (const transport of transports.splice(0)) transport.close();
      };
      if (this.#closed) this.#stop();
      else for (const track of tracks) this.#stage.publish(track);
    } catch (error) {
      end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** A place at the origin for ffmpeg's packets: whoever sends first from this machine is the sender. */
  async #receive(
    kind: types.MediaKind,
    rtpParameters: types.RtpParameters,
    transports: types.PlainTransport[],
    tracks: Track[],
  ): Promise<RtpTarget> {
    const transport = await this.#stage.origin.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
      rtcpMux: false,
      comedia: true,
    });
    transports.push(transport);
    const producer = await transport.produce({ kind, rtpParameters });
    tracks.push(new Track(this.#sourceId, 'clip', producer, transport));
    const { payloadType = 0 } = rtpParameters.codecs[0] ?? {};
    const { ssrc = 0 } = rtpParameters.encodings?.[0] ?? {};
    const rtcpPort = transport.rtcpTuple?.localPort ?? transport.tuple.localPort + 1;
    return { port: transport.tuple.localPort, rtcpPort, payloadType, ssrc };
  }
}
