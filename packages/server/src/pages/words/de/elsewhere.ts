// Pure: no I/O, no clock, no randomness. German: sign-in at a provider.
import type { Catalogue } from '../catalogue.ts';

/** The words of sign-in at a provider. */
export const elsewhereWords: Catalogue<'de'>['elsewhere'] = {
  signInWith: 'Mit {provider} anmelden',
  or: 'oder mit einem Passwort',
  again: 'Bestätige, dass du es bist',
  againLead: 'Das ist eine Weile her. Melde dich noch einmal an, um fortzufahren.',
  out: 'Du bist abgemeldet.',
  tryAgain: 'Noch einmal versuchen',
  withPassword: 'Mit einem Passwort anmelden',
  connectTitle: '{provider} verbinden?',
  connectLead: 'Wer sich dort als {person} anmeldet, kann dann hier das Konto {name} benutzen.',
  connectYes: 'Ja, verbinden',
  connectNo: 'Nein, zurück',
  waysIn: 'Andere Wege, dich anzumelden',
  connectTo: '{provider} verbinden',
  connectedAs: '{provider}: {person}',
  disconnect: 'Trennen',
  connected: 'Verbunden. Du kannst dich ab jetzt auch so anmelden.',
  disconnected: 'Getrennt.',
  lastWay: 'Das ist der einzige Weg in dein Konto, deshalb bleibt die Verbindung.',
  noPassword: 'Dein Konto hat kein Passwort: Du meldest dich anderswo an.',
};

/** Why somebody does not come in from a provider. */
export const arrivalWords: Catalogue<'de'>['arrival'] = {
  unreachable: {
    title: 'Deine Anmeldung ist nicht erreichbar',
    text: '{provider} antwortet gerade nicht. Versuch es in einer Minute noch einmal.',
  },
  denied: {
    title: 'Du bist nicht angemeldet',
    text: '{provider} hat dich nicht angemeldet. Wenn du dort Nein gesagt hast, ist hier nichts passiert.',
  },
  invalid: {
    title: 'Diese Anmeldung hat nicht geklappt',
    text: 'Was von {provider} zurückkam, ist nicht brauchbar. Fang noch einmal an.',
  },
  stale: {
    title: 'Diese Anmeldung ist vorbei',
    text: 'Sie hat in einem anderen Browser oder vor zu langer Zeit begonnen. Fang hier noch einmal an.',
  },
  'not-fresh': {
    title: 'Bitte melde dich noch einmal an',
    text: 'Für diesen Schritt musst du dich neu anmelden, aber {provider} hat dich nicht danach gefragt. Melde dich dort erst ab und versuch es dann noch einmal.',
  },
  'email-unverified': {
    title: 'Deine E-Mail-Adresse ist nicht bestätigt',
    text: 'Nur wer eine bestätigte Adresse hat, kommt hinein. Bestätige deine bei {provider}.',
  },
  'other-domain': {
    title: 'Mit diesem Konto kommst du nicht hinein',
    text: '{service} ist für deine E-Mail-Adresse bei {provider} nicht offen. Nimm ein anderes Konto oder frag, wer den Dienst betreibt.',
  },
  'no-group': {
    title: 'Mit diesem Konto kommst du nicht hinein',
    text: '{service} ist nur für einige Gruppen bei {provider}, und du bist in keiner davon.',
  },
  'groups-unknown': {
    title: 'Wir kennen deine Gruppen nicht',
    text: '{provider} hat nicht gesagt, in welchen Gruppen du bist, und {service} ist nur für einige. Frag, wer den Dienst betreibt.',
  },
  'need-invite': {
    title: 'Du brauchst eine Einladung',
    text: 'Hier gibt es noch kein Konto für dich. Öffne den Einladungslink, den du bekommen hast, und melde dich von dort aus an.',
  },
  closed: {
    title: 'Keine neuen Konten',
    text: 'Hier gibt es kein Konto für dich, und es werden keine angelegt. Wenn du eines hast, melde dich damit an und verbinde dieses dort.',
  },
  'invite-gone': {
    title: 'Diese Einladung gilt nicht mehr',
    text: 'Sie wurde schon benutzt oder ist abgelaufen. Bitte um eine neue.',
  },
  taken: {
    title: 'Das gehört schon jemandem',
    text: 'Wer du bei {provider} bist, ist hier schon mit einem Konto verbunden.',
  },
};
