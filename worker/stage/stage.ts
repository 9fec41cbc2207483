import type { types } from 'mediasoup';
import type { StageState } from '#protocol/methods/stage.ts';
import type { StageSignalName } from '#protocol/worker-rpc/events.ts';
import type { KeyFrameFigures, WorkerPlan } from '#protocol/worker-rpc/calls.ts';
import type { Signals } from '#protocol/signals.ts';
import type { Core } from '../engine/core.ts';
import type { Engine } from '../engine/engine.ts';
import { Airing } from './airing.ts';
import type { Edge } from './edge.ts';
import { Edges } from './edges.ts';
import { lookMs } from './liveness.ts';
import type { Peer } from './peer.ts';
import { Peers, type StageLimits } from './peers.ts';
import { Programme } from './programme.ts';
import type { Track } from './track.ts';

/** How a stage speaks to servers. Called in the order in which things happened. */
export interface StageVoice {
  state(showId: string, state: StageState): void;
  /** To one peer's server, or to all where `peer` is null. */
  signal<Name extends StageSignalName>(peer: Peer | null, name: Name, data: Signals[Name]): void;
}

export interface StageParts {
  readonly showId: string;
  readonly incarnation: number;
  readonly plan: WorkerPlan;
  readonly engine: Engine;
  readonly limits: StageLimits;
  readonly voice: StageVoice;
}

/** One show's media in one incarnation: an origin for publishers, edges for viewers, peers, and what is on air. */
export class Stage {
  readonly showId: string;
  readonly incarnation: number;
  readonly core: Core;
  readonly origin: types.Router;
  readonly voice: StageVoice;
  readonly peers: Peers;
  readonly programme: Programme;
  readonly airing: Airing;
  readonly #edges: Edges;
  readonly #looking: NodeJS.Timeout;
  readonly #followers = new Set<() => void>();
  #fallback: StageState['fallback'] = 'none';
  #told = '';
  #tellSoon: NodeJS.Immediate | undefined;
  #closed = false;

  private constructor(parts: StageParts, core: Core, origin: types.Router) {
    this.showId = parts.showId;
    this.incarnation = parts.incarnation;
    this.voice = parts.voice;
    this.core = core;
    this.origin = origin;
    this.programme = new Programme(parts.plan);
    this.#edges = new Edges(parts.engine, origin);
    this.peers = new Peers(parts.limits, () => this.#edges.pick());
    this.airing = new Airing({
      programme: this.programme,
      peers: () => this.peers.all,
      onEnded: (peer, { consumer }) => {
        const { showId } = this;
        const { peerId } = peer;
        this.voice.signal(peer, 'stage.consumer-closed', { showId, peerId, consumerId: consumer.id });
      },
    });
    this.#looking = setInterval(() => {
      void this.#look();
    }, lookMs);
    this.changed();
  }

  static async open(parts: StageParts): Promise<Stage> {
    const core = parts.engine.leastLoaded();
    const stage = new Stage(parts, core, await core.createRouter());
    // The first edge is there before the first viewer, so that nobody waits for it.
    await stage.#edges.pick();
    return stage;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get edgeCount(): number {
    return this.#edges.all.length;
  }

  state(): StageState {
    return this.programme.state(this.incarnation, this.#fallback);
  }

  /** How the LL-HLS output does, for the state that everybody sees. */
  setFallback(fallback: StageState['fallback']): void {
    this.#fallback = fallback;
    this.changed();
  }

  /** An edge for what takes the stage like a viewer, but is none. */
  pickEdge(): Promise<Edge> {
    return this.#edges.pick();
  }

  /** Called after anything that `changed` was told of, once per turn of the loop. Ends with the stage. */
  onChange(listener: () => void): void {
    this.#followers.add(listener);
  }

  apply(plan: WorkerPlan): void {
    for (const track of this.programme.apply(plan)) track.close();
    this.airing.planned();
    this.#spread();
    this.changed();
  }

  /** Puts a track on the stage and takes it off when it closes. A second one of a source and kind replaces the first. */
  publish(track: Track): void {
    const replaced = this.programme.put(track);
    track.producer.observer.once('close', () => {
      this.programme.remove(track);
      this.changed();
    });
    for (const event of ['pause', 'resume'] as const) {
      track.producer.observer.on(event, () => {
        this.changed();
      });
    }
    replaced?.close();
    this.#spread();
    this.changed();
  }

  /** A core without the origin died: only the viewers on its edges must join again. Returns how many. */
  dropEdges(dead: Core): number {
    const gone = new Set(this.#edges.drop(dead));
    const reset = this.peers.all.filter(({ edge }) => gone.has(edge));
    const spreadMs = spreadOf(reset.length);
    for (const peer of reset) {
      this.voice.signal(peer, 'stage.reset', {
        showId: this.showId,
        incarnation: this.incarnation,
        spreadMs,
      });
      this.peers.leave(peer);
    }
    return reset.length;
  }

  figures(): readonly KeyFrameFigures[] {
    return this.programme.tracks().flatMap((track) => track.figures(this.showId) ?? []);
  }

  /** Something of the state may have changed; servers are told once per turn of the loop, and only of real changes. */
  changed(): void {
    this.#tellSoon ??= setImmediate(() => {
      this.#tellSoon = undefined;
      if (this.#closed) return;
      for (const follower of this.#followers) follower();
      const state = this.state();
      const told = JSON.stringify(state);
      if (told === this.#told) return;
      this.#told = told;
      this.voice.state(this.showId, state);
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#looking);
    this.airing.close();
    clearImmediate(this.#tellSoon);
    this.peers.close();
    for (const track of this.programme.tracks()) track.close();
    this.#edges.close();
    this.origin.close();
  }

  /** What is on air stands on every edge before somebody asks: the pipe's own key frame then meets no viewer's. */
  #spread(): void {
    for (const track of this.programme.onAir()) {
      // One that closes meanwhile is not needed any more, and a viewer's own attempt would tell the fault.
      for (const edge of this.#edges.all) track.on(edge).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const looks = await Promise.allSettled(this.programme.tracks().map((track) => track.look()));
    if (looks.some((look) => look.status === 'fulfilled' && look.value)) this.changed();
  }
}

/** So many that come back at once need some time between them: a core does some 300 handshakes a second here. */
export const spreadOf = (peers: number): number => Math.min(2000, peers * 4);
