import type { types } from 'mediasoup';
import type { Core } from '../engine/core.ts';
import type { Engine } from '../engine/engine.ts';
import { Edge } from './edge.ts';

/** A stage is split over routers beyond 200 to 300 viewers (mediasoup's maintainers). */
const viewersPerEdge = 250;
/** Above this share of its core an edge takes no more viewers while another core has room. */
const busyShare = 0.7;

/** The edges of one stage: the first on the quietest core, more when that one is full or busy. */
export class Edges {
  readonly #engine: Engine;
  readonly #origin: types.Router;
  readonly #edges = new Set<Edge>();
  /** Openings in flight, so that a wave of first viewers opens one edge and not two hundred. */
  #opening: Promise<Edge> | null = null;

  constructor(engine: Engine, origin: types.Router) {
    this.#engine = engine;
    this.#origin = origin;
  }

  get all(): readonly Edge[] {
    return [...this.#edges];
  }

  /** The edge for a further viewer. */
  async pick(): Promise<Edge> {
    const [best] = [...this.#edges]
      .filter((edge) => !edge.closed && edge.core.alive && edge.viewers < viewersPerEdge)
      .toSorted((a, b) => a.core.cpuShare - b.core.cpuShare || a.viewers - b.viewers);
    const quietest = this.#engine.leastLoaded();
    const isGoodEnough =
      best !== undefined &&
      (best.core === quietest || best.core.cpuShare < busyShare || quietest.cpuShare > busyShare);
    return isGoodEnough ? best : this.#open(quietest);
  }

  /** Closes the edges that lived on a dead core. */
  drop(dead: Core): readonly Edge[] {
    const gone = [...this.#edges].filter(({ core }) => core === dead);
    for (const edge of gone) this.#close(edge);
    return gone;
  }

  close(): void {
    for (const edge of this.#edges) this.#close(edge);
  }

  async #open(core: Core): Promise<Edge> {
    this.#opening ??= Edge.open(core, this.#origin)
      .then((edge) => {
        this.#edges.add(edge);
        return edge;
      })
      .finally(() => {
        this.#opening = null;
      });
    return this.#opening;
  }

  #close(edge: Edge): void {
    this.#edges.delete(edge);
    edge.close();
  }
}
