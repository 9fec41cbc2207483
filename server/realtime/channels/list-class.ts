import type { Position } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import { Payload, type SerialisedJson } from '../payload.ts';
import type { Session } from '../session.ts';

/** Sockets that see the same, and up to where they were told. */
export interface ListClass {
  readonly principal: Principal;
  readonly sessions: Set<Session>;
  position: Position;
  snapshot: SerialisedJson | undefined;
}

/** One push to all of them; from then on they are there. */
export function tellClass(channel: string, told: ListClass, events: readonly unknown[], to: Position): void {
  const payload = Payload.of({
    type: 'push',
    channel,
    from: told.position.version,
    to: to.version,
    toEventId: to.eventId ?? '',
    events,
  });
  told.position = to;
  for (const session of told.sessions) session.sendPayload(payload);
}
