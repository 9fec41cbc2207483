import { setTimeout as delay } from 'node:timers/promises';
import { watchPackets } from './rtp-trace.ts';
import { senderReport } from './sender-report.ts';
import type { TapStream } from './tap-stream.ts';

/** Each stream's clock is compared with this machine's so often, and each time for so long. */
const everyMs = 2000;
const lookMs = 200;
/** So long a start waits for one packet of each stream; one without is reported as soon as it has one. */
const firstPacketMs = 300;

/**
 * Tells ffmpeg where the clocks of its streams stand. mediasoup's own sender reports come up to 5 s late and follow
 * the jitter of single packets; these come before the first packet, and from the least late ones.
 */
export class ClockKeeper {
  readonly #streams: readonly TapStream[];
  #stopLooking: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(streams: readonly TapStream[]) {
    this.#streams = streams;
    this.#stopLooking = this.#look();
  }

  /** Resolves when ffmpeg listens on every port and knows every clock that can be known. */
  async begin(): Promise<void> {
    for (const untilMs = performance.now() + firstPacketMs; performance.now() < untilMs; await delay(5)) {
      if (this.#isClosed || this.#streams.every(({ clock }) => clock.isKnown)) break;
    }
    this.#stopLooking();
    // A report that says nothing would spoil the clock, but a port must be heard of before packets go there.
    await Promise.all(
      this.#streams.map(({ rtcp, clock, sdp: { port } }) => {
        const moment = clock.read();
        return rtcp.untilHeard(moment === null ? Buffer.alloc(1) : senderReport(port, moment));
      }),
    );
    this.#follow();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#stopLooking();
  }

  #look(): () => void {
    const producers = new Set(this.#streams.map(({ edgeProducer }) => edgeProducer));
    const stops = [...producers].map((producer) =>
      watchPackets(producer, (ssrc, moment) => {
        for (const stream of this.#streams)
          if (stream.edgeProducer === producer && stream.ssrc === ssrc) stream.clock.observe(moment);
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }

  #follow(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#stopLooking = this.#look();
      this.#timer = setTimeout(() => {
        this.#stopLooking();
        for (const { rtcp, clock, sdp } of this.#streams) {
          const moment = clock.read();
          if (moment !== null) rtcp.send(senderReport(sdp.port, moment));
        }
        this.#follow();
      }, lookMs);
    }, everyMs - lookMs);
  }
}
