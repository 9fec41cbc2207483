import type { Principal } from '#application/principal.ts';

/** For whom a channel is presented; what is for one person alone goes apart. */
export type Audience = 'public' | 'staff';

/** The class a principal belongs to on one show: viewers, and staff of another show, are the public. */
export const audienceOf = (principal: Principal, showId: string): Audience =>
  principal.role !== 'viewer' && (principal.showId === null || principal.showId === showId)
    ? 'staff'
    : 'public';
