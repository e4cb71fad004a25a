// Pure: no I/O, no clock, no randomness. Spanish: the protections against phishing.
import type { Catalogue } from '../catalogue.ts';

export const numberWords: Catalogue<'es'>['number'] = {
  label: 'Escribe el número que muestra tu dispositivo',
  hint: 'Muestra dos cifras unos segundos después de abrirse esta página. Si no las ves, di que no.',
  missing: 'Escribe las dos cifras que tu dispositivo muestra ahora.',
  wrong: 'Ese no es el número que muestra tu dispositivo. Te queda un intento.',
  moved:
    'Has vuelto a abrir este código, aquí o en otro sitio, así que tu dispositivo muestra ahora otro número. Escribe ese.',
};

export const blockWords: Catalogue<'es'>['block'] = {
  notMe: 'Yo no he pedido esto',
  notMeAnswer: 'Yo no he pedido esto. Bloquear',
  ask: '¿No has pedido esto? Lo desvincularemos de tu cuenta y lo bloquearemos durante 30 días.',
  blocked: 'Bloqueado durante 30 días. No tiene acceso a tu cuenta.',
  notBlocked: 'Esta vez no hemos podido bloquearlo. No tiene acceso a tu cuenta.',
  see: 'Ver lo que está bloqueado',
  title: 'Bloqueados',
  text: 'Estos dispositivos no se pueden vincular a tu cuenta.',
  since: {
    one: 'Bloqueado {time}, {count} día más',
    many: 'Bloqueado {time}, {count} de días más',
    other: 'Bloqueado {time}, {count} días más',
  },
  unblock: 'Desbloquear',
  device: 'Lo desvincula y lo bloquea durante 30 días.',
  deviceYes: 'Sí, desvincular y bloquear',
};
