import type { WorkerPlan } from '#protocol/worker-rpc/calls.ts';

export type SourceKind = WorkerPlan['sources'][number]['kind'];

/** Totals since the producer started; only their growth counts. */
export interface Sample {
  /** RTP packets of this producer. */
  readonly packets: number;
  /** Bytes of anything on its transport: RTP, RTCP, consent checks. */
  readonly transportBytes: number;
}

/** How often tracks are looked at. With `silentUplinkMs` it makes "dead" known within 1.2 s. */
export const lookMs = 250;
/** An uplink that carried video and falls wholly silent is gone; no pause of an encoder takes RTCP and sound along. */
const silentUplinkMs = 900;
/** A screen that stands still sends little else than RTCP, once a second or so. */
const silentStillUplinkMs = 3000;
/** The uplink lives and yet no picture comes: camera unplugged, tab frozen. A busy encoder is given this long. */
const stuckPictureMs = 3000;
/** A still screen answers the key frame tick (2 s); after two missed ones it is not still but stuck. */
const stuckScreenMs = 6000;

/** Judges from samples whether a track is alive. Pure: the time in ms comes with each sample. */
export class Liveness {
  readonly #isStillPossible: boolean;
  #packets = 0;
  #transportBytes = 0;
  #packetAtMs = -Infinity;
  #uplinkAtMs = -Infinity;

  constructor(kind: SourceKind) {
    this.#isStillPossible = kind === 'screen';
  }

  /** Takes a sample; answers whether the track is alive now. */
  judge(sample: Sample, nowMs: number): boolean {
    if (sample.packets !== this.#packets) this.#packetAtMs = nowMs;
    if (sample.transportBytes !== this.#transportBytes) this.#uplinkAtMs = nowMs;
    this.#packets = sample.packets;
    this.#transportBytes = sample.transportBytes;
    const uplinkMs = this.#isStillPossible ? silentStillUplinkMs : silentUplinkMs;
    const pictureMs = this.#isStillPossible ? stuckScreenMs : stuckPictureMs;
    return nowMs - this.#uplinkAtMs < uplinkMs && nowMs - this.#packetAtMs < pictureMs;
  }
}
