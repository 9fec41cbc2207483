import type { ServerAddresses } from '#protocol/views.ts';

/** Whether other devices can reach this origin: localhost means another machine to each of them. Pure. */
export const isReachableFromElsewhere = (origin: string): boolean => {
  const { hostname } = new URL(origin);
  return hostname !== 'localhost' && !hostname.startsWith('127.') && hostname !== '[::1]';
};

/**
 * The address of a page of ours for other devices: where this page came from when that is HTTPS and reachable,
 * else the server's best address, else what there is. Pure.
 */
export const shareableUrl = (
  path: string,
  ownOrigin: string,
  addresses: ServerAddresses | undefined,
): string => {
  const ownIsGood = ownOrigin.startsWith('https:') && isReachableFromElsewhere(ownOrigin);
  const origin = ownIsGood ? ownOrigin : (addresses?.origins[0] ?? ownOrigin);
  return new URL(path, origin).href;
};
