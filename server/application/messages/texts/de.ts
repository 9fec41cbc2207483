import type { MessageTexts } from './message-texts.ts';

/** Was Menschen geschrieben wird, auf Deutsch. */
export const de: MessageTexts = {
  kinds: {
    'sign-in': {
      subject: 'Dein Link zum Anmelden',
      lines: [
        'Öffne diesen Link, um dich anzumelden. Er gilt einmal und bis {until}.',
        'Falls du ihn nicht wolltest, musst du nichts tun: Ohne den Link kommt niemand hinein.',
      ],
      action: 'Anmelden',
    },
    outbid: {
      subject: 'Du wurdest überboten: {lot}',
      lines: ['Jemand hat mehr für {lot} geboten. Das nächste Gebot ist {price}.'],
      action: 'Zurück zur Auktion',
    },
    won: {
      subject: 'Gewonnen: {lot}',
      lines: ['{lot} gehört dir für {price}.', 'Bitte bezahle bis {until}.'],
      action: 'Zu deiner Bestellung',
    },
    'payment-due': {
      subject: 'Bitte bezahle {total}',
      lines: ['Deine Bestellung über {total} wartet auf deine Zahlung, bis {until}.'],
      action: 'Jetzt bezahlen',
    },
    'payment-failed': {
      subject: 'Deine Zahlung hat nicht geklappt',
      lines: [
        'Die Zahlung von {total} wurde abgelehnt. Es wurde nichts abgebucht.',
        'Du kannst bis {until} auf anderem Weg bezahlen.',
      ],
      action: 'Noch einmal versuchen',
    },
    'second-chance': {
      subject: 'Zweite Chance: {lot}',
      lines: ['{lot} ist wieder frei, und du kannst es bis {until} für dein Gebot von {price} haben.'],
      action: 'Angebot ansehen',
    },
    'order-placed': {
      subject: 'Deine Bestellung {order}',
      lines: ['Danke für deine Bestellung {order} über {total}.', '{items}', 'Summe: {total}'],
      action: 'Zu deiner Bestellung',
    },
    'pick-up-ready': {
      subject: 'Deine Bestellung {order} liegt bereit',
      lines: ['Deine Bestellung {order} liegt für dich bereit: {place}.', 'Zeige dort diesen Code: {code}'],
      action: 'Code zeigen',
    },
  },
  footer: 'Popstage. Du bekommst das wegen etwas, das du im Shop getan hast.',
};
