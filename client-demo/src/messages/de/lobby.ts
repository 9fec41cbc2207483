/** Texte der Übersicht. */
export const lobby = {
  title: 'Shows',
  onStageNow: 'Jetzt auf der Bühne',
  comingUp: 'Demnächst',
  watch: 'Jetzt zusehen',
  watchShow: '{title} ansehen',
  waiting: 'Gleich geht es weiter',
  rehearsing: 'In der Probe',
  with: 'mit {name}',
  liveFor: 'Seit {duration} live',
  startsAt: 'Beginn {time}',
  startsAnyMoment: 'Beginnt jeden Moment',
  notScheduled: 'Zeit folgt',
  remind: 'Erinnern',
  remindHint: 'Speichert einen Kalendereintrag mit Alarm 10 Minuten vorher',
  reminderOf: 'An {title} erinnern',
  reminderAlarm: '{title} beginnt in 10 Minuten',
  emptyTitle: 'Die Bühne ist gerade dunkel',
  emptyAdvice:
    'Keine Show läuft oder ist geplant. Lass die Seite offen: eine neue erscheint hier von selbst.',
  emptyAdviceHost:
    'Keine Show läuft oder ist geplant. Lege im Studio eine an: ein Titel und eine Kamera genügen.',
  toStudio: 'Ins Studio',
  failedTitle: 'Die Shows konnten nicht geladen werden',
  live: '{count, plural, one {# Show live} other {# Shows live}}',
} as const;
