import type { types } from 'mediasoup';
import type { Core } from '../engine/core.ts';

/** Both ends of the way from the origin router to an edge. */
export interface PipeEnds {
  readonly atOrigin: types.PipeTransport;
  readonly atEdge: types.PipeTransport;
}

/** A router that viewers sit on. Takes from the origin only what somebody here watches. */
export class Edge {
  readonly core: Core;
  readonly router: types.Router;
  readonly #ends: PipeEnds;
  /** Peers placed here. */
  viewers = 0;

  private constructor(core: Core, router: types.Router, ends: PipeEnds) {
    this.core = core;
    this.router = router;
    this.#ends = ends;
  }

  static async open(core: Core, origin: types.Router): Promise<Edge> {
    const router = await core.createRouter();
    try {
      return new Edge(core, router, await connectRouters(origin, router));
    } catch (error) {
      router.close();
      throw error;
    }
  }

  get ends(): PipeEnds {
    return this.#ends;
  }

  get closed(): boolean {
    return this.router.closed;
  }

  arrived(): void {
    this.viewers += 1;
    this.core.viewers += 1;
  }

  left(): void {
    this.viewers -= 1;
    this.core.viewers -= 1;
  }

  close(): void {
    this.#ends.atOrigin.close();
    this.router.close();
  }
}

/** Loopback by address, never 0.0.0.0 (mediasoup #1466); each end takes its own port of the worker's range. */
async function connectRouters(origin: types.Router, edge: types.Router): Promise<PipeEnds> {
  const options = { listenInfo: { protocol: 'udp', ip: '127.0.0.1' } } as const;
  const atOrigin = await origin.createPipeTransport(options);
  try {
    const atEdge = await edge.createPipeTransport(options);
    await Promise.all([
      atOrigin.connect({ ip: atEdge.tuple.localAddress, port: atEdge.tuple.localPort }),
      atEdge.connect({ ip: atOrigin.tuple.localAddress, port: atOrigin.tuple.localPort }),
    ]);
    return { atOrigin, atEdge };
  } catch (error) {
    atOrigin.close();
    throw error;
  }
}
