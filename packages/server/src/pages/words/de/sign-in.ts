// Pure: no I/O, no clock, no randomness. German: sign-in, sign-up and set-up.
import type { Catalogue } from '../catalogue.ts';

export const signInWords: Catalogue<'de'>['signIn'] = {
  signIn: 'Anmelden',
  signInLead: 'bei {service}',
  toLink: 'Melde dich an, um zu sehen, welches Gerät anfragt.',
  again: 'Bestätige, dass du es bist',
  againLead: 'Deine Anmeldung ist eine Weile her. Melde dich noch einmal an, um weiterzumachen.',
  name: 'Benutzername oder E-Mail-Adresse',
  password: 'Passwort',
  wrong: 'Name oder Passwort falsch.',
  wait: 'Zu viele Versuche. Versuch es {time} noch einmal.',
  busy: 'Gerade melden sich zu viele Leute an. Versuch es in ein paar Sekunden noch einmal.',
  signUp: 'Konto erstellen',
  signUpLead: 'Du wurdest eingeladen. Wähle einen Benutzernamen und ein Passwort.',
  signUpOpenLead: 'Wähle einen Benutzernamen und ein Passwort.',
  noAccount: 'Noch kein Konto?',
  askInvite: 'Bitte die Leute, die {service} betreiben, um eine Einladung.',
  haveAccount: 'Du hast schon ein Konto?',
  noAccountsYet:
    'Hier gibt es noch kein Konto. Öffne den Einrichtungslink, der in dem Terminal steht, in dem der Dienst läuft.',
  username: 'Benutzername',
  usernameHint: '2 bis 40 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche',
  email: 'E-Mail-Adresse (freiwillig)',
  newPassword: 'Passwort',
  passwordHint: 'Mindestens 8 Zeichen; gut ist ein kurzer Satz',
  inviteGone: 'Diese Einladung gilt nicht mehr',
  inviteGoneText: 'Sie wurde schon verwendet oder ist abgelaufen. Bitte um eine neue.',
  closed: 'Hier gibt es keine neuen Konten',
  closedText: 'Bitte die Leute, die diesen Dienst betreiben, dir ein Konto anzulegen.',
  forgot: 'Vergessen? Frag die Leute, die {service} betreiben.',
  resetDone: 'Passwort geändert. Melde dich mit dem neuen an.',
  deleted: 'Dein Konto ist gelöscht.',
  needInvite: 'Du brauchst eine Einladung',
  needInviteText:
    'Neue Konten entstehen hier über einen Einladungslink. Bitte die Leute, die diesen Dienst betreiben, um eine Einladung.',
  reset: 'Wähle ein neues Passwort',
  resetLead: 'für {name}. Du wirst in allen Browsern abgemeldet.',
  resetGo: 'Passwort ändern',
  resetGone: 'Dieser Link gilt nicht mehr',
  resetGoneText:
    'Er wurde schon verwendet oder ist abgelaufen. Bitte die Leute, die diesen Dienst betreiben, um einen neuen.',
  setUp: 'Willkommen',
  setUpLead: 'Erstelle das erste Konto. Es verwaltet diesen Dienst und kann andere einladen.',
  setUpGo: 'Konto erstellen',
  setUpOver: 'Dieser Einrichtungslink gilt nicht mehr',
  setUpOverText:
    'Es gibt schon ein Konto, oder der Link ist abgelaufen. Starte den Dienst neu, um einen neuen Link zu bekommen, oder melde dich an.',
};

export const fieldWords: Catalogue<'de'>['field'] = {
  'bad-username':
    'Nimm 2 bis 40 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche und beginne mit einem Buchstaben oder einer Ziffer.',
  'username-taken': 'Dieser Benutzername ist vergeben. Wähle einen anderen.',
  'bad-email': 'Das sieht nicht wie eine E-Mail-Adresse aus.',
  'email-taken': 'Diese E-Mail-Adresse wird schon verwendet.',
  'short-password': 'Nimm mindestens 8 Zeichen.',
  'long-password': 'Das ist zu lang. Nimm höchstens 1024 Bytes.',
  'wrong-password': 'Falsches Passwort.',
};

export const peekWords: Catalogue<'de'>['peek'] = {
  show: 'Anzeigen',
  showPassword: 'Passwort anzeigen',
  hide: 'Verbergen',
  hidePassword: 'Passwort verbergen',
};

export const wayWords: Catalogue<'de'>['way'] = {
  password: 'Mit einem Passwort angemeldet',
  passkey: 'Mit einem Passkey angemeldet',
  provider: 'Über {provider} angemeldet',
  proxy: 'Von deiner Organisation angemeldet',
  application: 'Von der App angemeldet, in der du das hier benutzt',
};
