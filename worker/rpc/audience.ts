import type { WorkerEvent, WorkerEventName } from '#protocol/worker-rpc/events.ts';
import type { TableVoice } from '../stage/stage-table.ts';
import type { ServerLink } from './server-link.ts';

/** The servers that listen right now, and how stages speak to them. */
export class Audience implements TableVoice {
  readonly #links = new Set<ServerLink>();

  get size(): number {
    return this.#links.size;
  }

  add(link: ServerLink): void {
    this.#links.add(link);
  }

  remove(link: ServerLink): void {
    this.#links.delete(link);
  }

  isConnected(serverId: string): boolean {
    return [...this.#links].some((link) => link.serverId === serverId);
  }

  tellAll<Name extends WorkerEventName>(name: Name, data: WorkerEvent<Name>): void {
    for (const link of this.#links) link.send({ type: 'event', name, data });
  }

  readonly state: TableVoice['state'] = (showId, state) => {
    this.tellAll('stage.state', { showId, state });
  };

  readonly signal: TableVoice['signal'] = (peer, name, data) => {
    const { showId } = data;
    for (const link of this.#links) {
      if (peer !== null && link.serverId !== peer.serverId) continue;
      const to = peer === null ? {} : { peerId: peer.peerId };
      link.send({ type: 'event', name: 'signal', data: { showId, ...to, name, data } });
    }
  };

  readonly reset: TableVoice['reset'] = (showId, incarnation, spreadMs) => {
    this.signal(null, 'stage.reset', { showId, incarnation, spreadMs });
  };

  readonly closed: TableVoice['closed'] = (showId, incarnation) => {
    this.tellAll('stage.closed', { showId, incarnation });
  };
}
