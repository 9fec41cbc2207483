import { Refusal } from '#protocol/errors.ts';
import type { channelMethods } from '#protocol/methods/channel.ts';
import type { Attendances } from './attendances.ts';
import type { Channels } from './channels/channels.ts';
import type { MethodHandlers } from './method-handlers.ts';
import type { RealtimeDeps } from './ports.ts';

interface ChannelDeps extends Pick<RealtimeDeps, 'application' | 'config'> {
  readonly channels: Channels;
  readonly attendances: Attendances;
}

/** Subscriptions to durable channels, and the ephemeral state of stages. Both are idempotent. */
export const channelHandlers = ({
  application,
  config,
  channels,
  attendances,
}: ChannelDeps): Pick<MethodHandlers, keyof typeof channelMethods> => ({
  'channel.subscribe': ({ session, params }) => channels.subscribe(session, params.channel, params.position),

  'channel.unsubscribe': async ({ session, params }) => {
    channels.unsubscribe(session, params.channel);
    return {};
  },

  'stage.observe': async ({ session, principal, params }) => {
    const refused = await application.authorise(principal, 'stage.observe', params);
    if (refused !== undefined) throw new Refusal(refused.code, refused.details);
    const limit = config.socketSubscriptions;
    const others = [...attendances.of(session)].filter(({ showId }) => showId !== params.showId);
    if (others.length >= limit) throw new Refusal('subscription-limit-reached', { limit });
    const attendance = await attendances.open(params.showId);
    // Meanwhile the socket may have gone, and nobody would clear it away again.
    if (session.principal === undefined) throw new Refusal('token-missing');
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
