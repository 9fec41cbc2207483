import type { Catalogue } from '../language.ts';

/** Texte der Kameraseite: ein Telefon als weitere Kamera. */
export const camera: Catalogue['camera'] = {
  title: 'Kamera sein',
  advice:
    'Dieses Telefon filmt für die Show. Richte es auf die Bühne; wann es auf Sendung ist, entscheidet der Host.',
  start: 'Kamera einschalten',
  again: 'Wieder filmen',
  defaultLabel: 'Telefon',
  leaveQuestion: 'Diese Kamera ist in Gebrauch. Trotzdem gehen?',
  leave: 'Zum Aufhören halten',
  leaveAgain: 'Noch einmal drücken zum Aufhören',
  leftTitle: 'Die Kamera ist aus',
  leftAdvice: 'Sie wurde aus der Show genommen. Du kannst diese Seite schließen.',
  onAir: 'Auf Sendung',
  rehearsed: 'Gewählt, nicht auf Sendung',
  standBy: 'Bereit',
  mute: 'Mikrofon aus',
  unmute: 'Mikrofon an',
  flip: 'Andere Seite',
  connecting: 'Verbindung wird aufgebaut',
  reconnecting: 'Verbindung wird erneuert',
  refused: 'Nicht verbunden',
  pictureEnded: 'Das Bild hat aufgehört',
  sending: '{rate} Mb/s · {frames} Bilder/s',
  quality: 'Verbindung: {bars} von 4',
  faultDenied:
    'Die Kamera ist nicht erlaubt. Erlaube Kamera und Mikrofon für diese Seite und versuche es wieder.',
  faultNotFound: 'Dieses Gerät hat keine Kamera.',
  faultBusy: 'Eine andere App benutzt die Kamera. Schließe sie und versuche es wieder.',
  faultUnsupported: 'Die Kamera geht nur auf sicheren Seiten. Öffne den HTTPS-Link des QR-Codes.',
  faultUnknown: 'Die Kamera ließ sich nicht öffnen. Versuche es wieder oder mit einem anderen Browser.',
  onlyStaffTitle: 'Diese Seite braucht einen Kamera-Link',
  onlyStaffAdvice: 'Bitte den Host um den QR-Code im Studio.',
};
