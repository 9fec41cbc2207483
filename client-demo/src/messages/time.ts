import { spoken } from './language.ts';

/** The device's own variant of the language on screen (`en-GB` for `en`), for its order of day and month. Pure. */
export const regionalTag = (language: string, deviceTags: readonly string[]): string =>
  deviceTags.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;

const localeOf = (): string => regionalTag(spoken.value.language, navigator.languages);

const cache = new Map<string, Intl.DateTimeFormat>();

const dateFormat = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const locale = localeOf();
  const id = locale + JSON.stringify(options);
  const made = cache.get(id) ?? new Intl.DateTimeFormat(locale, options);
  cache.set(id, made);
  return made;
};

/** `14:05` or `2:05 PM`, as the language has it. */
export const formatClock = (atMs: number): string => dateFormat({ timeStyle: 'short' }).format(atMs);

/** Weekday, day and time: `Fri, 27 Nov, 19:30`. */
export const formatMoment = (atMs: number): string =>
  dateFormat({ weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(
    atMs,
  );

/** A count with the language's digits and grouping. */
export const formatCount = (count: number, options: Intl.NumberFormatOptions = {}): string =>
  new Intl.NumberFormat(spoken.value.language, options).format(count);

/** The parts of a duration, rounded up to whole seconds so that a countdown ends at 0 and not one second early. */
export const splitDuration = (
  durationMs: number,
): { days: number; hours: number; minutes: number; seconds: number } => {
  const total = Math.max(0, Math.ceil(durationMs / 1000));
  return {
    days: Math.floor(total / 86_400),
    hours: Math.floor(total / 3600) % 24,
    minutes: Math.floor(total / 60) % 60,
    seconds: total % 60,
  };
};

/** `1:02:03`, `2:03`: a running clock, digits of the language, never a word. */
export const formatDuration = (durationMs: number): string => {
  const { days, hours, minutes, seconds } = splitDuration(durationMs);
  const two = { minimumIntegerDigits: 2, useGrouping: false } as const;
  const wholeHours = days * 24 + hours;
  const tail = `${formatCount(minutes, wholeHours > 0 ? two : { useGrouping: false })}:${formatCount(seconds, two)}`;
  return wholeHours > 0 ? `${formatCount(wholeHours, { useGrouping: false })}:${tail}` : tail;
};

/** `in 3 minutes`, `2 hours ago`: the coarsest unit that says something. */
export const formatRelative = (atMs: number, nowMs: number): string => {
  const seconds = Math.round((atMs - nowMs) / 1000);
  const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const format = new Intl.RelativeTimeFormat(spoken.value.language, { numeric: 'auto' });
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(seconds, 'second');
};
