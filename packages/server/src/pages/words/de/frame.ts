// Pure: no I/O, no clock, no randomness. German: what is around every page, times, places and errors.
import type { Catalogue } from '../catalogue.ts';

export const frameWords: Catalogue<'de'>['frame'] = {
  skip: 'Zum Inhalt springen',
  refused: 'Fehler: {title}',
  menu: 'Menü',
  link: 'Verbinden',
  devices: 'Geräte',
  account: 'Konto',
  operate: 'Betrieb',
  signOut: 'Abmelden',
  insecure: 'Diese Verbindung ist nicht verschlüsselt. Andere in deinem Netzwerk können mitlesen, was du eingibst.',
  about: ': {name}',
  contact: 'Fragen? {contact}',
  privacy: 'Datenschutz',
  terms: 'Nutzungsbedingungen',
  language: 'Sprache',
  changeLanguage: 'Sprache ändern',
};

export const generalWords: Catalogue<'de'>['general'] = {
  aDevice: 'Ein Gerät',
  justNow: 'gerade eben',
  exactTime: '{time} UTC',
  datedTime: '{time} ({date})',
  place: '{city}, {country}',
};

export const troubleWords: Catalogue<'de'>['trouble'] = {
  notFound: {
    title: 'Seite nicht gefunden',
    text: 'Vielleicht ist die Adresse falsch geschrieben, oder die Seite ist umgezogen.',
  },
  signedOut: {
    title: 'Du bist nicht angemeldet',
    text: 'Melde dich bei der App an, von der du kommst, und öffne diese Seite dann noch einmal.',
  },
  forbidden: {
    title: 'Wir konnten diese Anfrage nicht bestätigen',
    text: 'Zu deiner Sicherheit wurde nichts geändert. Geh zurück, lade die Seite neu und versuch es noch einmal.',
  },
  tooLarge: {
    title: 'Das ist zu lang',
    text: 'Du hast mehr geschickt, als diese Seite annimmt. Kürze es und versuch es noch einmal.',
  },
  tooMany: { title: 'Zu viele Versuche', text: 'Warte einen Moment und versuch es dann noch einmal.' },
  unavailable: {
    title: 'Das geht gerade nicht',
    text: 'Bei uns funktioniert etwas nicht. Es ist nichts verloren gegangen. Versuch es gleich noch einmal.',
  },
  wait: 'Versuch es {time} noch einmal.',
  reference: 'Referenz: {id}',
  home: 'Zur Startseite',
};
