import type { types } from 'mediasoup';
import type { RtpMoment } from './sender-report.ts';

/** How many look at a producer's packets now: mediasoup knows only on and off, and a successor looks as well. */
const lookers = new WeakMap<types.Producer, number>();

/** Calls back for each packet of a producer until the returned way to stop is used. For fractions of a second only. */
export function watchPackets(
  producer: types.Producer,
  onPacket: (ssrc: number, moment: RtpMoment) => void,
): () => void {
  const listener = (event: types.ProducerTraceEventData): void => {
    if (event.type !== 'rtp') return;
    // mediasoup types what stands in a trace as anything; `RtpTraceInfoT` in its sources says what it is.
    const info = event.info as {
      readonly isRtx: boolean;
      readonly rtpPacket: { readonly ssrc: number; readonly timestamp: number } | null;
    };
    // One that was sent again says when it was lost, not when it was due.
    if (info.isRtx || info.rtpPacket === null) return;
    const { ssrc, timestamp } = info.rtpPacket;
    onPacket(ssrc, { rtpTimestamp: timestamp, atMs: event.timestamp });
  };
  producer.on('trace', listener);
  look(producer, 1);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    producer.off('trace', listener);
    look(producer, -1);
  };
}

function look(producer: types.Producer, change: 1 | -1): void {
  const before = lookers.get(producer) ?? 0;
  const after = before + change;
  lookers.set(producer, after);
  if (before > 0 && after > 0) return;
  // A producer that closes meanwhile needs no trace any more.
  if (!producer.closed) producer.enableTraceEvent(after > 0 ? ['rtp'] : []).catch(() => undefined);
}
