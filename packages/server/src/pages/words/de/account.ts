// Pure: no I/O, no clock, no randomness. German: the account and its recent activity.
import type { Catalogue } from '../catalogue.ts';

export const accountWords: Catalogue<'de'>['account'] = {
  title: 'Dein Konto',
  password: 'Passwort',
  old: 'Aktuelles Passwort',
  next: 'Neues Passwort',
  change: 'Passwort ändern',
  changeHint:
    'Du wirst in allen anderen Browsern abgemeldet und in jeder App, die sich mit dem alten Passwort angemeldet hat. Verbundene Geräte bleiben verbunden.',
  changed: 'Passwort geändert. Alle anderen Browser sind abgemeldet.',
  names: 'Name und E-Mail-Adresse',
  username: 'Benutzername',
  email: 'E-Mail-Adresse (freiwillig)',
  saveNames: 'Speichern',
  named: 'Gespeichert. Melde dich ab jetzt damit an.',
  activity: 'Letzte Aktivitäten',
  backToAccount: 'Zurück zu deinem Konto',
  data: 'Deine Daten',
  export: 'Deine Daten herunterladen',
  exportHint: 'Dein Konto, Geräte, Browser und letzte Aktivitäten, in einer Datei.',
  delete: 'Konto löschen',
  deleteText:
    'Dein Konto wird gelöscht, und alle deine Geräte und Browser werden sofort abgemeldet. Das lässt sich nicht rückgängig machen.',
  deleteYes: 'Mein Konto löschen',
  lastAdmin:
    'Nur du verwaltest diesen Dienst, deshalb kannst du dein Konto nicht löschen. Die Leute, die den Dienst betreiben, können noch jemanden zur Verwaltung ernennen.',
  sessions: 'Wo du angemeldet bist',
  thisBrowser: 'Dieser Browser',
  unknownBrowser: 'Unbekannter Browser',
  browserOn: '{browser} auf {os}',
  seen: 'Aktiv {time}',
  end: 'Abmelden',
  endOthers: 'Überall sonst abmelden',
  ended: 'Dieser Browser ist abgemeldet.',
  endedOthers: 'Alle anderen Browser sind abgemeldet.',
  invites: 'Jemanden einladen',
  invitesText: 'Mit einem Einladungslink lässt sich ein Konto erstellen; er gilt sieben Tage.',
  invite: 'Einladungslink erstellen',
  invited: 'Schick diesen Link an eine Person. Du siehst ihn nicht noch einmal.',
  copy: 'Kopieren',
  copied: 'Kopiert',
  share: 'Teilen',
};

export const activityWords: Catalogue<'de'>['activity'] = {
  title: 'Letzte Aktivitäten',
  nothing: 'Noch nichts. Geräte, die du verbindest, stehen dann hier.',
  did: {
    opened: 'Du hast eine Anfrage von {device} geöffnet',
    approved: 'Du hast {device} verbunden',
    denied: 'Du hast zu {device} Nein gesagt',
    redeemed: '{device} hat sich angemeldet',
    redeemedElsewhere:
      '{device} hat sich aus einem anderen Netzwerk angemeldet als dem der Anfrage. Wenn du das nicht warst, trenne es.',
    replayed: 'Jemand hat eine alte Anmeldung von {device} noch einmal benutzt, deshalb wurde es getrennt',
    reported: 'Du hast {device} gemeldet',
    blocked: '{device} ist blockiert',
    unblocked: '{device} ist nicht mehr blockiert',
    'passkey-added': 'Du hast den Passkey {device} hinzugefügt',
    'passkey-removed': 'Der Passkey {device} wurde entfernt',
    'passkey-copied':
      'Der Passkey {device} wurde abgelehnt: Vielleicht gibt es eine Kopie davon. Entferne ihn im Zweifel',
  },
  didUnnamed: {
    opened: 'Du hast die Anfrage eines Geräts geöffnet',
    approved: 'Du hast ein Gerät verbunden',
    denied: 'Du hast zu einem Gerät Nein gesagt',
    redeemed: 'Ein Gerät hat sich angemeldet',
    redeemedElsewhere:
      'Ein Gerät hat sich aus einem anderen Netzwerk angemeldet als dem der Anfrage. Wenn du das nicht warst, trenne es.',
    replayed: 'Jemand hat eine alte Anmeldung eines Geräts noch einmal benutzt, deshalb wurde es getrennt',
    reported: 'Du hast ein Gerät gemeldet',
    blocked: 'Ein Gerät ist blockiert',
    unblocked: 'Ein Gerät ist nicht mehr blockiert',
    'passkey-added': 'Du hast einen Passkey hinzugefügt',
    'passkey-removed': 'Ein Passkey wurde entfernt',
    'passkey-copied': 'Ein Passkey wurde abgelehnt: Vielleicht gibt es eine Kopie davon. Entferne ihn im Zweifel',
  },
  ownNetwork: 'dein Netzwerk',
  at: '{time} · {place}',
};
