// Pure: no I/O, no clock, no randomness. German: the devices that wait nearby.
import type { Catalogue } from '../catalogue.ts';

export const nearbyWords: Catalogue<'de'>['nearby'] = {
  title: 'Wartet in deiner Nähe',
  lead: 'Diese Geräte in deinem Netzwerk möchten verbunden werden. Wähle nur eines, vor dem du gerade bist.',
  asked: 'angefragt {time}',
  ending: {
    one: 'Das letzte Zeichen des Codes, den es anzeigt',
    other: 'Die letzten {count} Zeichen des Codes, den es anzeigt',
  },
  go: 'Mit diesem Gerät weiter',
  pickOne: 'Wähle eines der Geräte.',
  wrongEnding: 'Sein Code endet anders. Schau auf das Gerät und versuch es noch einmal.',
  wholeCode: 'Zu viele falsche Endungen für dieses Gerät. Gib seinen ganzen Code ein.',
  gone: 'Dieses Gerät wartet nicht mehr. Hol dir darauf einen neuen Code.',
};
