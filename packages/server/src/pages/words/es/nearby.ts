// Pure: no I/O, no clock, no randomness. Spanish: the devices that wait nearby.
import type { Catalogue } from '../catalogue.ts';

export const nearbyWords: Catalogue<'es'>['nearby'] = {
  title: 'Esperando cerca de ti',
  lead: 'Estos dispositivos de tu red han pedido que los vincules. Elige solo uno que tengas delante.',
  asked: 'pedido {time}',
  ending: {
    one: 'El último carácter del código que muestra',
    many: 'Los últimos {count} de caracteres del código que muestra',
    other: 'Los últimos {count} caracteres del código que muestra',
  },
  go: 'Continuar con este dispositivo',
  pickOne: 'Elige uno de los dispositivos.',
  wrongEnding: 'Su código no termina así. Mira el dispositivo y vuelve a intentarlo.',
  wholeCode: 'Demasiadas terminaciones incorrectas para este dispositivo. Escribe su código completo.',
  gone: 'Ese dispositivo ya no está esperando. Pide en él un código nuevo.',
};
