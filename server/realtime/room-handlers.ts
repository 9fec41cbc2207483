import { authorise } from '#application/authorise.ts';
import { Refusal } from '#protocol/errors.ts';
import type { presenceMethods } from '#protocol/methods/room.ts';
import type { Channels } from './channels/channels.ts';
import type { MethodCall, MethodHandlers } from './method-handlers.ts';
import type { RealtimeDeps } from './ports.ts';
import { RequestGate } from './request-gate.ts';
import type { Session } from './session.ts';

interface RoomDeps extends Pick<RealtimeDeps, 'clock' | 'config'> {
  readonly channels: Channels;
}

type RoomMethod = keyof typeof presenceMethods;

/** What lives in a room without being recorded. */
export const roomHandlers = ({ channels, clock, config }: RoomDeps): Pick<MethodHandlers, RoomMethod> => {
  // Only those who react have one.
  const gates = new WeakMap<Session, RequestGate>();
  const mayReact = (session: Session) => {
    const gate = gates.get(session) ?? new RequestGate(clock, config.socketReactionsPerSecond);
    gates.set(session, gate);
    const admission = gate.admit();
    if (admission.outcome === 'admitted') return;
    const retryAfterMs = admission.outcome === 'refused' ? admission.retryAfterMs : 1000;
    throw new Refusal('rate-limited', { retryAfterMs });
  };
  /** Judged by the show as this process follows it, so that a wave of hearts costs the log nothing. */
  const mustMay = async (method: RoomMethod, { principal, params }: MethodCall<RoomMethod>) => {
    const show = (await channels.show(params.showId)).reading.state;
    const refused = authorise(principal, method, { show });
    if (refused !== undefined) throw new Refusal(refused.code, refused.details);
    return channels.room(params.showId);
  };
  return {
    'room.react': async (call) => {
      mayReact(call.session);
      const room = await mustMay('room.react', call);
      room.react(call.principal.personId, call.params.reaction);
      return {};
    },
    'room.list-present': async (call) => (await mustMay('room.list-present', call)).listPresent(),
  };
};
