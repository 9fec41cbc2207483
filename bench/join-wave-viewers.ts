import type { ShowId } from '#domain/ids.ts';
import type { RtpCapabilities } from '#protocol/rtp.ts';
import { HeadlessClient, newPeerId } from '#test/support/headless-client.ts';
import { joinAsViewer } from './werift-viewer.ts';

/** What the benchmark tells its viewers to do; each is answered with a message of the same `type`. */
export type Order =
  | { readonly type: 'connect'; readonly origin: string; readonly showId: ShowId; readonly viewers: number }
  | { readonly type: 'join'; readonly overMs: number }
  | { readonly type: 'switch'; readonly times: number };

/** ms from the tap. */
export interface Join {
  readonly replyMs: number;
  readonly dtlsMs: number;
  readonly firstPacketMs: number;
}

export type Answer =
  | { readonly type: 'connect' }
  | { readonly type: 'join'; readonly joins: readonly Join[]; readonly failures: readonly string[] }
  | { readonly type: 'switch'; readonly switches: number };

interface Viewer {
  readonly client: HeadlessClient;
  readonly peerId: string;
  /** Loaded before the tap, as the browser app does. */
  readonly rtpCapabilities: RtpCapabilities;
  consumerId: string;
}

/** Run as a child process by join-wave.ts, so that the load does not share a core with what it loads. */
class Viewers {
  readonly #showId: ShowId;
  readonly #viewers: readonly Viewer[];

  private constructor(showId: ShowId, viewers: readonly Viewer[]) {
    this.#showId = showId;
    this.#viewers = viewers;
  }

  static async connect(origin: string, showId: ShowId, count: number): Promise<Viewers> {
    const viewers: Viewer[] = [];
    for (let index = 0; index < count; index += 1) {
      const client = await HeadlessClient.connect(origin);
      const { rtpCapabilities } = await client.request('stage.capabilities', { showId });
      viewers.push({ client, peerId: newPeerId(), rtpCapabilities, consumerId: '' });
    }
    return new Viewers(showId, viewers);
  }

  /** All tap within `overMs`, evenly. */
  async join(overMs: number): Promise<Answer> {
    const failures: string[] = [];
    const joins = await Promise.all(
      this.#viewers.map(async (viewer, index) => {
        await new Promise((resolve) => setTimeout(resolve, (index * overMs) / this.#viewers.length));
        return this.#tap(viewer).catch((error: unknown) => void failures.push(String(error)));
      }),
    );
    return { type: 'join', joins: joins.filter((join) => join !== undefined), failures };
  }

  /** Every viewer asks for another layer, `times` times. */
  async switch(times: number): Promise<Answer> {
    for (let round = 0; round < times; round += 1) {
      await Promise.all(
        this.#viewers.map(({ client, peerId, consumerId }) =>
          client.request('stage.set-consumer', {
            showId: this.#showId,
            peerId,
            consumerId,
            spatialLayer: round % 3,
          }),
        ),
      );
    }
    return { type: 'switch', switches: times * this.#viewers.length };
  }

  async #tap(viewer: Viewer): Promise<Join> {
    const { client, peerId, rtpCapabilities } = viewer;
    const showId = this.#showId;
    const startedAtMs = performance.now();
    const { transport, consumers } = await client.request('stage.watch', { showId, peerId, rtpCapabilities });
    const replyMs = performance.now() - startedAtMs;
    const picture = consumers.find(({ kind }) => kind === 'video');
    if (picture === undefined) throw new Error('there is no picture on air');
    viewer.consumerId = picture.id;
    const onTransport = { showId, peerId, transportId: transport.id };
    const { connected, firstPacket } = await joinAsViewer(transport, picture, (dtlsParameters) =>
      client.request('stage.connect-transport', { ...onTransport, dtlsParameters }),
    );
    await connected;
    const dtlsMs = performance.now() - startedAtMs;
    await firstPacket;
    return { replyMs, dtlsMs, firstPacketMs: performance.now() - startedAtMs };
  }
}

let viewers: Viewers | undefined;

const obey = async (order: Order): Promise<Answer> => {
  if (order.type === 'connect') {
    viewers = await Viewers.connect(order.origin, order.showId, order.viewers);
    return { type: 'connect' };
  }
  if (viewers === undefined) throw new Error('connect comes first');
  return order.type === 'join' ? viewers.join(order.overMs) : viewers.switch(order.times);
};

process.on('message', (order: Order) => {
  obey(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// The benchmark is over, or died: nobody is left to answer.
process.on('disconnect', () => process.exit(0));
