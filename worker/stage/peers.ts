import { Refusal } from '#protocol/errors.ts';
import type { LivingPeer } from '#protocol/worker-rpc/calls.ts';
import type { Edge } from './edge.ts';
import { Peer, type PeerLimits, type PeerSpeaker } from './peer.ts';

export interface StageLimits extends PeerLimits {
  readonly peers: number;
  readonly graceMs: number;
}

/** The peers of one stage, each on an edge. */
export class Peers {
  readonly #limits: StageLimits;
  readonly #pickEdge: () => Promise<Edge>;
  readonly #peers = new Map<string, Peer>();
  #closed = false;

  constructor(limits: StageLimits, pickEdge: () => Promise<Edge>) {
    this.#limits = limits;
    this.#pickEdge = pickEdge;
  }

  get all(): readonly Peer[] {
    return [...this.#peers.values()];
  }

  get size(): number {
    return this.#peers.size;
  }

  has(peerId: string): boolean {
    return this.#peers.has(peerId);
  }

  /** A peer of this person; whoever is not it learns no more than that there is none. */
  get(peerId: string, personId: string): Peer {
    const peer = this.#peers.get(peerId);
    if (peer === undefined) throw new Refusal('stage-not-joined');
    if (peer.personId !== personId) throw new Refusal('peer-not-found');
    return peer;
  }

  /** Makes the peer; one that was there under this id (a reload without a goodbye) ends first. */
  async join(peerId: string, owner: PeerSpeaker & { readonly personId: string }): Promise<Peer> {
    const { personId } = owner;
    this.#check(peerId, personId);
    const edge = await this.#pickEdge();
    if (this.#closed) throw new Refusal('stage-unavailable');
    // Others may have joined while an edge was opened.
    this.#check(peerId, personId);
    this.#peers.get(peerId)?.close();
    const peer = new Peer(peerId, personId, owner, edge, this.#limits);
    this.#peers.set(peerId, peer);
    return peer;
  }

  leave(peer: Peer): void {
    peer.close();
    if (this.#peers.get(peer.peerId) === peer) this.#peers.delete(peer.peerId);
  }

  /** Its socket is gone: it leaves after the grace time unless it is attached again. */
  detach(peer: Peer): void {
    peer.detach(this.#limits.graceMs, () => {
      this.leave(peer);
    });
  }

  living(): readonly LivingPeer[] {
    return this.all.map(({ peerId, personId, serverId }) => ({
      peerId,
      personId,
      detached: serverId === null,
    }));
  }

  close(): void {
    this.#closed = true;
    for (const peer of this.all) this.leave(peer);
  }

  #check(peerId: string, personId: string): void {
    const former = this.#peers.get(peerId);
    if (former && former.personId !== personId) throw new Refusal('peer-not-found');
    if (!former && this.#peers.size >= this.#limits.peers) {
      throw new Refusal('media-limit-reached', { limit: this.#limits.peers });
    }
  }
}
