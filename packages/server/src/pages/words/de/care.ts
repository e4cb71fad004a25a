// Pure: no I/O, no clock, no randomness. German: the protections against phishing.
import type { Catalogue } from '../catalogue.ts';

export const numberWords: Catalogue<'de'>['number'] = {
  label: 'Gib die Zahl ein, die dein Gerät anzeigt',
  hint: 'Ein paar Sekunden nachdem sich diese Seite geöffnet hat, zeigt es zwei Ziffern an. Wenn du sie nicht siehst, sag Nein.',
  missing: 'Gib die zwei Ziffern ein, die dein Gerät jetzt anzeigt.',
  wrong: 'Das ist nicht die Zahl, die dein Gerät anzeigt. Du hast noch einen Versuch.',
  moved:
    'Du hast diesen Code noch einmal geöffnet, hier oder woanders. Deshalb zeigt dein Gerät jetzt eine andere Zahl an. Gib diese ein.',
};

export const blockWords: Catalogue<'de'>['block'] = {
  notMe: 'Das habe ich nicht angefragt',
  notMeAnswer: 'Das habe ich nicht angefragt. Blockieren',
  ask: 'Du hast das nicht angefragt? Wir trennen es von deinem Konto und blockieren es für 30 Tage.',
  blocked: 'Für 30 Tage blockiert. Es hat keinen Zugriff auf dein Konto.',
  notBlocked: 'Wir konnten es diesmal nicht blockieren. Es hat keinen Zugriff auf dein Konto.',
  see: 'Ansehen, was blockiert ist',
  title: 'Blockiert',
  text: 'Diese Geräte können nicht mit deinem Konto verbunden werden.',
  since: {
    one: 'Blockiert {time}, noch {count} Tag',
    other: 'Blockiert {time}, noch {count} Tage',
  },
  unblock: 'Blockierung aufheben',
  device: 'Trennt es und blockiert es für 30 Tage.',
  deviceYes: 'Ja, trennen und blockieren',
};
