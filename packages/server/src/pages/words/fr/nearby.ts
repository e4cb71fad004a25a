// Pure: no I/O, no clock, no randomness. French: the devices that wait nearby.
import type { Catalogue } from '../catalogue.ts';

export const nearbyWords: Catalogue<'fr'>['nearby'] = {
  title: 'En attente près de vous',
  lead: 'Ces appareils de votre réseau ont demandé à être associés. N’en choisissez un que s’il est devant vous.',
  asked: 'demandé {time}',
  ending: {
    one: 'Le dernier caractère du code affiché',
    many: 'Les derniers {count} de caractères du code affiché',
    other: 'Les {count} derniers caractères du code affiché',
  },
  go: 'Continuer avec cet appareil',
  pickOne: 'Choisissez l’un des appareils.',
  wrongEnding: 'Son code ne se termine pas ainsi. Regardez l’appareil et réessayez.',
  wholeCode: 'Trop de fins incorrectes pour cet appareil. Saisissez son code entier.',
  gone: 'Cet appareil n’attend plus. Demandez-y un nouveau code.',
};
