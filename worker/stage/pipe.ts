import type { types } from 'mediasoup';
import type { Edge } from './edge.ts';

/** One producer of the origin, as it stands on one edge. */
export interface Pipe {
  /** What viewers on the edge consume. */
  readonly producer: types.Producer;
  /** Asks the publisher for a key frame of every simulcast layer. */
  requestKeyFrame(): void;
  close(): void;
}

/**
 * Carries a producer to an edge; closes itself when either end closes. mediasoup's own `pipeToRouter` would let the
 * viewers' picture-loss reports through to the publisher, unthrottled and for all layers at once. Here the edge's
 * producer is made without PLI and FIR, so that they end at the edge, and only the stage's governor asks.
 */
export async function openPipe(origin: types.Producer, edge: Edge): Promise<Pipe> {
  const consumer = await edge.ends.atOrigin.consume({ producerId: origin.id });
  try {
    const producer = await edge.ends.atEdge.produce({
      kind: consumer.kind,
      rtpParameters: withoutPictureLossReports(consumer.rtpParameters),
      paused: consumer.producerPaused,
    });
    if (origin.closed || consumer.closed) {
      producer.close();
      throw new Error('the producer was closed while it was piped');
    }
    return join(consumer, producer);
  } catch (error) {
    consumer.close();
    throw error;
  }
}

function withoutPictureLossReports(parameters: types.RtpParameters): types.RtpParameters {
  return {
    ...parameters,
    codecs: parameters.codecs.map((codec) => ({
      ...codec,
      rtcpFeedback: (codec.rtcpFeedback ?? []).filter(
        ({ type, parameter }) => parameter !== 'pli' && !(type === 'ccm' && parameter === 'fir'),
      ),
    })),
  };
}

function join(consumer: types.Consumer, producer: types.Producer): Pipe {
  const close = (): void => {
    consumer.close();
    producer.close();
  };
  const quietly = (work: Promise<void>): void => {
    // Both ends may close at any moment; what was to be told to a closed one no longer matters.
    work.catch(() => undefined);
  };
  consumer.observer.on('close', close);
  producer.observer.on('close', close);
  consumer.on('producerpause', () => {
    quietly(producer.pause());
  });
  consumer.on('producerresume', () => {
    quietly(producer.resume());
  });
  return {
    producer,
    requestKeyFrame: () => {
      if (!consumer.closed) quietly(consumer.requestKeyFrame());
    },
    close,
  };
}
