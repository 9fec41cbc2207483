import type { ShowId } from '#domain/ids.ts';
import { Refusal } from '#protocol/errors.ts';
import type { channelMethods } from '#protocol/methods/channel.ts';
import type { Attendances } from './attendances.ts';
import type { MethodHandlers } from './method-handlers.ts';
import type { RealtimeDeps } from './ports.ts';

interface ChannelDeps extends Pick<RealtimeDeps, 'application'> {
  readonly attendances: Attendances;
}

const showChannel = /^show-(?<showId>[A-Za-z0-9_-]{8,40})$/;

/** The show whose stream a channel is a view of. The schema of the method has checked the form of the id. */
const showIdOf = (channel: string): ShowId => {
  const showId = showChannel.exec(channel)?.groups?.['showId'];
  if (showId === undefined)
    throw new Refusal('request-invalid', { field: '/channel', problem: 'is unknown' });
  // The pattern is that of `ShowIdSchema`; this is the edge where the brand is given.
  return showId as ShowId;
};

/** Subscriptions to durable channels, and the ephemeral state of stages. Both are idempotent. */
export const channelHandlers = ({
  application,
  attendances,
}: ChannelDeps): Pick<MethodHandlers, keyof typeof channelMethods> => ({
  'channel.subscribe': async ({ session, principal, params }) => {
    const showId = showIdOf(params.channel);
    const refused = await application.authorise(principal, 'channel.subscribe', { ...params, showId });
    if (refused !== undefined) throw new Refusal(refused.code, refused.details);
    const attendance = await attendances.open(showId);
    const snapshot = attendance.snapshot(session);
    if (snapshot === undefined) throw new Refusal('show-not-found');
    attendance.attend(session).isSubscribed = true;
    return snapshot;
  },

  'channel.unsubscribe': async ({ session, params }) => {
    const attendance = attendances.find(showIdOf(params.channel));
    const attendee = attendance?.attendees.get(session);
    if (attendee !== undefined) attendee.isSubscribed = false;
    attendance?.dropIfIdle(session);
    return {};
  },

  'stage.observe': async ({ session, principal, params }) => {
    const refused = await application.authorise(principal, 'stage.observe', params);
    if (refused !== undefined) throw new Refusal(refused.code, refused.details);
    const attendance = await attendances.open(params.showId);
    attendance.attend(session).isObserving = true;
    return { stage: attendance.stageFor(session) };
  },

  'stage.unobserve': async ({ session, params }) => {
    const attendance = attendances.find(params.showId);
    const attendee = attendance?.attendees.get(session);
    if (attendee !== undefined) attendee.isObserving = false;
    attendance?.dropIfIdle(session);
    return {};
  },
});
