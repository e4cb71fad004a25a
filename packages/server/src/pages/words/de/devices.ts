// Pure: no I/O, no clock, no randomness. German: the list of devices.
import type { Catalogue } from '../catalogue.ts';

export const deviceWords: Catalogue<'de'>['devices'] = {
  title: 'Deine Geräte',
  none: 'Noch keine Geräte',
  noneText: 'Fernseher und andere Geräte, die du verbindest, stehen dann hier.',
  link: 'Gerät verbinden',
  linked: {
    place: 'Verbunden {time} aus {place}',
    ownNetwork: 'Verbunden {time} aus deinem eigenen Netzwerk',
    localNetwork: 'Verbunden {time} aus einem lokalen Netzwerk',
    unknown: 'Verbunden {time}',
  },
  collected: {
    place: 'Angemeldet {time} aus {place}',
    ownNetwork: 'Angemeldet {time} aus deinem eigenen Netzwerk',
    localNetwork: 'Angemeldet {time} aus einem lokalen Netzwerk',
    unknown: 'Angemeldet {time}',
  },
  notCollected: 'Verbunden, hat sich aber noch nicht gemeldet.',
  notCollectedDo: 'Öffne die App auf dem Gerät noch einmal. Wenn sie noch einen Code anzeigt, verbinde diesen Code.',
  manage: 'Verwalten',
  elsewhere:
    'Es hat sich aus einem anderen Netzwerk angemeldet als dem, aus dem die Anfrage kam. Wenn du das nicht warst, trenne es.',
  lastUsed: 'Benutzt {time}',
  mayApprove: 'Darf für dich andere Geräte verbinden',
  mayAll: 'Hat vollen Zugriff auf dein Konto',
  mayKnow: 'Darf nur sehen, wer du bist',
  may: 'Es darf: {things}',
  name: 'Name',
  save: 'Speichern',
  revoke: 'Trennen',
  revokeText: 'Es wird sofort abgemeldet. Um es wieder zu benutzen, verbinde es neu.',
  revokeLater: 'Manche Dienste bemerken das vielleicht erst {time}.',
  revokeYes: 'Ja, trennen',
  renamed: 'Name gespeichert.',
  revoked: 'Getrennt. Es ist jetzt abgemeldet.',
  blocked: 'Getrennt und blockiert. Es ist jetzt abgemeldet.',
  unblocked: 'Blockierung aufgehoben. Es darf dich wieder anfragen.',
};
