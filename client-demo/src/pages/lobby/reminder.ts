/** What a calendar entry needs to know. */
export interface ReminderFacts {
  readonly showId: string;
  readonly title: string;
  readonly description: string;
  readonly startsAtMs: number;
  readonly url: string;
  readonly alarmText: string;
}

/** Shows of this kind last about an hour; a calendar wants an end. */
const assumedDurationMs = 60 * 60_000;
const alarmBeforeMinutes = 10;

/** RFC 5545 3.3.5, in UTC. */
const stamp = (atMs: number): string => new Date(atMs).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** RFC 5545 3.3.11. */
const escapeText = (text: string): string =>
  text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');

/** RFC 5545 3.1: lines of at most 75 octets, continued by a space; never cut inside a character. */
const fold = (line: string): string => {
  const encoder = new TextEncoder();
  const lines: string[] = [];
  let current = '';
  let bytes = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > 74) {
      lines.push(current);
      current = '';
      bytes = 0;
    }
    current += character;
    bytes += size;
  }
  return [...lines, current].join('\r\n ');
};

/** A calendar file (RFC 5545) with one entry and an alarm: it works when this page is long closed. Pure. */
export const reminderFile = (facts: ReminderFacts, nowMs: number): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Popstage//Lobby//EN',
    'BEGIN:VEVENT',
    // The show's id: saving it twice moves the entry instead of doubling it.
    `UID:${facts.showId}@popstage`,
    `DTSTAMP:${stamp(nowMs)}`,
    `DTSTART:${stamp(facts.startsAtMs)}`,
    `DTEND:${stamp(facts.startsAtMs + assumedDurationMs)}`,
    `SUMMARY:${escapeText(facts.title)}`,
    `DESCRIPTION:${escapeText(`${facts.description}\n${facts.url}`.trim())}`,
    `URL:${facts.url}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `TRIGGER:-PT${alarmBeforeMinutes}M`,
    `DESCRIPTION:${escapeText(facts.alarmText)}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(fold)
    .join('\r\n');

/** Hands the file to the device, whose calendar takes it from there. */
export const saveReminder = (facts: ReminderFacts): void => {
  const blob = new Blob([reminderFile(facts, Date.now())], { type: 'text/calendar' });
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = 'popstage.ics';
  anchor.click();
  // Safari reads the address after the click returned.
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
};
