import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Edge } from '../../stage/edge.ts';
import type { Track } from '../../stage/track.ts';
import { ClockKeeper } from './clock-keeper.ts';
import type { RtpPorts } from './rtp-ports.ts';
import { sdpOf } from './sdp.ts';
import { openTapStream, type TapStream } from './tap-stream.ts';

export interface TapParts {
  readonly edge: Edge;
  readonly ports: RtpPorts;
  /** Null: no picture is tapped. `layers`: one stream each, in this order. */
  readonly picture: { readonly track: Track; readonly layers: readonly number[] } | null;
  readonly sound: Track | null;
  /** Something of it lost its producer or its edge: it no longer gives what it promised. */
  readonly onEnded: () => void;
}

/**
 * What ffmpeg gets of a stage over loopback: one transport and consumer per simulcast layer and one for sound, all
 * taken from an edge, so that no picture-loss report goes to the publisher.
 */
export class Tap {
  readonly #streams: TapStream[] = [];
  readonly #closing: (() => void)[] = [];
  #companionPort: number | null = null;
  #clocks: ClockKeeper | null = null;
  #isClosed = false;

  /** Rejects, with nothing left behind, when something of it is closed meanwhile. */
  static async open(parts: TapParts): Promise<Tap> {
    const tap = new Tap();
    try {
      await tap.#open(parts);
      return tap;
    } catch (error) {
      tap.close();
      throw error;
    }
  }

  get sdp(): string {
    return sdpOf(
      this.#streams.map(({ sdp }) => sdp),
      this.#companionPort,
    );
  }

  /** Waits until ffmpeg listens, tells it the clocks, and lets the packets flow. */
  async begin(): Promise<void> {
    await this.#clocks?.begin();
    if (this.#isClosed) return;
    await Promise.all(this.#streams.map(({ consumer }) => consumer.resume()));
  }

  /** Asks the governor for the key frame that every stream of the picture begins with. */
  wantKeyFrame(): void {
    const first = this.#streams.find(({ track }) => track.kind === 'video');
    if (!this.#isClosed) first?.track.wantKeyFrame(first.consumer.id);
  }

  /** False while mediasoup sends another layer of the picture in this stream's place. */
  isOnWantedLayer(stream: number): boolean {
    const { consumer, track, layer } = this.#streams[stream] ?? {};
    if (consumer === undefined || track?.spatialLayers === 1) return true;
    return consumer.currentLayers?.spatialLayer === layer;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const close of this.#closing.splice(0).toReversed()) close();
  }

  async #open({ edge, ports, picture, sound, onEnded }: TapParts): Promise<void> {
    const sink = await rtcpSink();
    this.#closing.push(() => sink.close());
    const layers = picture === null ? [] : picture.layers.map((layer) => ({ track: picture.track, layer }));
    for (const { track, layer } of [...layers, ...(sound === null ? [] : [{ track: sound, layer: 0 }])]) {
      const stream = await openTapStream({
        edge,
        ports,
        track,
        layer,
        mediasoupRtcpPort: sink.address().port,
        onOpened: (close) => this.#closing.push(close),
      });
      for (const event of ['producerclose', 'transportclose'] as const)
        stream.consumer.once(event, () => {
          if (!this.#isClosed) onEnded();
        });
      this.#streams.push(stream);
    }
    if (this.#streams.length === 1) {
      const port = await ports.take();
      this.#closing.push(() => ports.give(port));
      this.#companionPort = port;
    }
    const clocks = new ClockKeeper(this.#streams);
    this.#closing.push(() => clocks.close());
    this.#clocks = clocks;
  }
}

/** mediasoup has to send its reports somewhere. */
async function rtcpSink(): Promise<Socket> {
  const socket = createSocket('udp4');
  const listening = once(socket, 'listening');
  socket.bind(0, '127.0.0.1');
  await listening;
  return socket;
}
