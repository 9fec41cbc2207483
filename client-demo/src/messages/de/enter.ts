/** Texte der Seite, die einen Anmeldelink einlöst. */
export const enter = {
  title: 'Eintreten',
  opening: 'Einen Moment, die Tür geht auf …',
  usedTitle: 'Dieser Link öffnet die Tür nicht mehr',
  usedAdvice: 'Er ist verbraucht, abgelaufen oder zurückgezogen. Bitte um einen neuen.',
  missingTitle: 'Der Link ist unvollständig',
  missingAdvice: 'Der Teil nach # fehlt. Kopiere den ganzen Link oder scanne den QR-Code noch einmal.',
  failedTitle: 'Die Tür ging nicht auf',
  justWatch: 'Nur zusehen',
} as const;
