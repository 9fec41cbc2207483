import type { MessageId, ShowId } from '#domain/ids.ts';
import type { RoomEvent, RoomState } from '#domain/room/room.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { Application } from './application.ts';
import type { Policy } from './policy.ts';
import { chatAfterEndMs } from './room-commands.ts';
import { roomShowIdOf } from './streams.ts';
import { Timers, type Timer } from './timers.ts';

export interface PinTimersDeps {
  readonly application: Pick<Application, 'nowMs' | 'execute' | 'startPolicy' | 'readShowList'>;
  readonly readRoom: (showId: ShowId) => Promise<RoomState>;
  readonly onError: (error: unknown, where: string) => void;
}

/**
 * Takes pins down when their time is over. Resolves once it hears of every pin that is set; those that stand already
 * are armed in the background. The caller wakes and closes the timers.
 */
export async function keepPinTimers(deps: PinTimersDeps): Promise<Timers> {
  const { application, onError } = deps;
  const timers = new Timers({ application, onError });
  await application.startPolicy(pinTimers(timers));
  armStandingPins(timers, deps).catch((error: unknown) => onError(error, 'timers'));
  return timers;
}

const pinTimers = (timers: Timers): Policy => ({
  name: 'pin-timers',
  startsAt: 'now',
  cursor: 'none',
  async handle({ recorded }) {
    const showId = roomShowIdOf(recorded.streamId);
    if (showId === undefined) return;
    // A room's stream holds room events only.
    const event = recorded.event as RoomEvent;
    if (event.type !== 'message-pinned' || event.untilMs === null) return;
    timers.arm(timerOf(showId, event.messageId, event.untilMs));
  },
});

/** Room after room, because nobody waits for it. */
async function armStandingPins(timers: Timers, { application, readRoom }: PinTimersDeps): Promise<void> {
  const { state: shows } = await application.readShowList();
  for (const show of shows) {
    if (show.status === 'absent' || isLongOver(show, application.nowMs())) continue;
    const { pins } = await readRoom(show.showId);
    for (const { messageId, untilMs } of pins) {
      if (untilMs !== null) timers.arm(timerOf(show.showId, messageId, untilMs));
    }
  }
}

/** Nobody sees a pin in a room that is closed, so that rooms of old shows need not be read. */
const isLongOver = (show: ShowState, nowMs: number): boolean =>
  show.status === 'archived' || (show.status === 'ended' && nowMs > show.endedAtMs + chatAfterEndMs);

const timerOf = (showId: ShowId, messageId: MessageId, untilMs: number): Timer => ({
  key: `timer:unpin ${showId} ${messageId} ${untilMs}`,
  dueAtMs: untilMs,
  command: { type: 'unpin-message', showId, messageId, pinnedUntilMs: untilMs },
});
