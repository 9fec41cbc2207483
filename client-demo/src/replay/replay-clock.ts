import { formatDuration } from '../messages/time.ts';

/** A running clock; a moment has begun when its second has. */
export const clockOf = (atS: number): string => formatDuration(Math.floor(atS) * 1000);
