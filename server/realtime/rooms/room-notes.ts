import type { Bus } from '#application/ports.ts';
import type { StreamId } from '#domain/ids.ts';
import type { PresentPerson, ReactionCounts } from '#protocol/room-views.ts';
import type { Presence } from './room-presence.ts';

/** What the servers tell each other about a room, of the moment and without a record. */
export type RoomNote =
  /** Told when it changed, and again as a sign of life. */
  | ({ readonly kind: 'presence' } & Presence)
  /** Taps at one server since its last note. */
  | { readonly kind: 'reactions'; readonly counts: ReactionCounts }
  /** Who is there? Every server answers. */
  | { readonly kind: 'ask'; readonly ask: string }
  | {
      readonly kind: 'people';
      readonly ask: string;
      readonly count: number;
      readonly people: readonly PresentPerson[];
    };

interface Signed {
  readonly server: string;
  readonly note: RoomNote;
}

/** The notes of one room: to all other servers and from them. */
export class RoomNotes {
  readonly #bus: Pick<Bus, 'publish'>;
  readonly #topic: string;
  readonly #server: string;
  readonly #stop: () => void;

  /** `server` names this process among all. */
  constructor(
    bus: Pick<Bus, 'publish' | 'subscribe'>,
    streamId: StreamId,
    server: string,
    onNote: (server: string, note: RoomNote) => void,
  ) {
    this.#bus = bus;
    this.#topic = `${streamId}:moment`;
    this.#server = server;
    this.#stop = bus.subscribe(this.#topic, ({ note }) => {
      if (note === undefined) return;
      // Only servers of this installation publish here, and all are of one version.
      const signed = note as Signed;
      if (signed.server !== server) onNote(signed.server, signed.note);
    });
  }

  publish(note: RoomNote): void {
    const signed: Signed = { server: this.#server, note };
    this.#bus.publish(this.#topic, { recorded: [], note: signed });
  }

  close(): void {
    this.#stop();
  }
}
