import type { SessionView } from '#protocol/views.ts';

/** Where a person belongs after the door opened, by role and scope. Pure. */
export const destinationOf = ({ role, showId }: Pick<SessionView, 'role' | 'showId'>): string => {
  switch (role) {
    case 'admin':
      return '/operator';
    case 'host':
      return showId === null ? '/studio' : `/studio/${showId}`;
    case 'staff':
      return showId === null ? '/' : `/camera/${showId}`;
    case 'moderator':
      return showId === null ? '/moderation' : `/moderation/${showId}`;
    case 'agent':
    case 'viewer':
      return showId === null ? '/' : `/watch/${showId}`;
  }
};
