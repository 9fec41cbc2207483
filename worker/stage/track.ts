import type { types } from 'mediasoup';
import type { KeyFrameFigures } from '#protocol/worker-rpc/calls.ts';
import { KeyFrameClock } from '../key-frames/key-frame-clock.ts';
import type { Edge } from './edge.ts';
import { Liveness, type SourceKind } from './liveness.ts';
import { openPipe, type Pipe } from './pipe.ts';

/** Something with statistics that count received bytes: the transport a producer arrives on. */
export interface Uplink {
  getStats(): Promise<{ readonly bytesReceived: number }[]>;
}

/** Picture or sound of one source: its producer at the origin with its pipes, key frames and liveness. */
export class Track {
  readonly sourceId: string;
  readonly producer: types.Producer;
  /** Highest simulcast layers to choose from; 1 without simulcast. */
  readonly spatialLayers: number;
  /** `video/H264`, say. */
  readonly mimeType: string;
  readonly #uplink: Uplink;
  readonly #liveness: Liveness;
  readonly #pipes = new Map<Edge, Promise<Pipe>>();
  readonly #keyFrames: KeyFrameClock | null;
  /** Packets arrived lately. False until the first ones came. */
  alive = false;

  constructor(sourceId: string, sourceKind: SourceKind, producer: types.Producer, uplink: Uplink) {
    this.sourceId = sourceId;
    this.producer = producer;
    // Looked at once: mediasoup copies the parameters for everyone who looks, and every viewer would.
    const { codecs, encodings } = producer.rtpParameters;
    this.spatialLayers = encodings?.length ?? 1;
    this.mimeType = codecs[0]?.mimeType ?? '';
    this.#uplink = uplink;
    this.#liveness = new Liveness(sourceKind);
    this.#keyFrames = producer.kind === 'video' ? this.#governKeyFrames() : null;
    producer.observer.once('close', () => {
      this.#keyFrames?.close();
    });
  }

  get kind(): types.MediaKind {
    return this.producer.kind;
  }

  get closed(): boolean {
    return this.producer.closed;
  }

  /** The producer that viewers of this edge consume; piped at the first use. */
  async on(edge: Edge): Promise<types.Producer> {
    const opened = this.#pipes.get(edge) ?? this.#open(edge);
    return (await opened).producer;
  }

  /** A viewer will be connected in a moment. */
  expectViewer(consumerId: string): void {
    this.#keyFrames?.expect(consumerId);
  }

  /** A connected viewer has no picture yet. */
  wantKeyFrame(consumerId: string): void {
    this.#keyFrames?.want(consumerId);
  }

  /** A connected viewer lost the picture it had. */
  pictureLost(consumerId: string): void {
    this.#keyFrames?.lost(consumerId);
  }

  forgetViewer(consumerId: string): void {
    this.#keyFrames?.forget(consumerId);
  }

  figures(showId: string): KeyFrameFigures | null {
    if (this.#keyFrames === null) return null;
    const { requested, received, mostIn4s } = this.#keyFrames;
    return { showId, sourceId: this.sourceId, requested, received, mostIn4s };
  }

  /** Looks whether packets arrived; answers whether the answer changed. */
  async look(): Promise<boolean> {
    const [streams, transport] = await Promise.all([this.producer.getStats(), this.#uplink.getStats()]);
    const sample = {
      packets: streams.reduce((sum, { packetCount }) => sum + packetCount, 0),
      transportBytes: transport.reduce((sum, { bytesReceived }) => sum + bytesReceived, 0),
    };
    const alive = this.#liveness.judge(sample, performance.now());
    const changed = alive !== this.alive;
    this.alive = alive;
    return changed;
  }

  close(): void {
    this.producer.close();
  }

  #governKeyFrames(): KeyFrameClock {
    const clock = new KeyFrameClock(() => {
      // Any one pipe will do: the request goes to the one producer at the origin.
      for (const pipe of this.#pipes.values()) {
        pipe.then(
          (open) => {
            open.requestKeyFrame();
          },
          () => undefined,
        );
        break;
      }
    });
    this.producer.on('trace', () => {
      clock.packetReceived();
    });
    // A producer that closes at once cannot be traced and needs no trace.
    this.producer.enableTraceEvent(['keyframe']).catch(() => undefined);
    return clock;
  }

  #open(edge: Edge): Promise<Pipe> {
    const opening = this.#openInTurn(edge);
    this.#pipes.set(edge, opening);
    const forget = (): void => {
      this.#pipes.delete(edge);
      if (this.#pipes.size === 0) this.#keyFrames?.setTicking(false);
    };
    opening.then((pipe) => {
      this.#keyFrames?.setTicking(true);
      pipe.producer.observer.once('close', forget);
    }, forget);
    return opening;
  }

  #openInTurn(edge: Edge): Promise<Pipe> {
    const open = (): Promise<Pipe> => openPipe(this.producer, edge);
    return this.#keyFrames === null ? open() : this.#keyFrames.inTurn(open);
  }
}
