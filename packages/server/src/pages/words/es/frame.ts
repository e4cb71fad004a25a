// Pure: no I/O, no clock, no randomness. Spanish: what is around every page, times, places and errors.
import type { Catalogue } from '../catalogue.ts';

export const frameWords: Catalogue<'es'>['frame'] = {
  skip: 'Saltar al contenido',
  refused: 'Error: {title}',
  menu: 'Menú',
  link: 'Vincular',
  devices: 'Dispositivos',
  account: 'Cuenta',
  operate: 'Operación',
  signOut: 'Cerrar sesión',
  insecure: 'Esta conexión no está cifrada. Otras personas de tu red pueden leer lo que escribes.',
  about: ': {name}',
  contact: '¿Preguntas? {contact}',
  privacy: 'Privacidad',
  terms: 'Condiciones',
  language: 'Idioma',
  changeLanguage: 'Cambiar idioma',
};

export const generalWords: Catalogue<'es'>['general'] = {
  aDevice: 'Un dispositivo',
  justNow: 'ahora mismo',
  exactTime: '{time} UTC',
  datedTime: '{time} ({date})',
  place: '{city}, {country}',
};

export const troubleWords: Catalogue<'es'>['trouble'] = {
  notFound: {
    title: 'Página no encontrada',
    text: 'Puede que la dirección esté mal escrita o que la página se haya movido.',
  },
  signedOut: {
    title: 'No has iniciado sesión',
    text: 'Inicia sesión en la aplicación desde la que has llegado y vuelve a abrir esta página.',
  },
  forbidden: {
    title: 'No hemos podido confirmar esa solicitud',
    text: 'Por tu seguridad, no se ha cambiado nada. Vuelve atrás, recarga la página e inténtalo de nuevo.',
  },
  tooLarge: {
    title: 'Es demasiado largo',
    text: 'Has enviado más de lo que acepta esta página. Acórtalo e inténtalo de nuevo.',
  },
  tooMany: { title: 'Demasiados intentos', text: 'Espera un momento y vuelve a intentarlo.' },
  unavailable: {
    title: 'Ahora mismo no es posible',
    text: 'Algo no funciona por nuestra parte. No se ha perdido nada. Vuelve a intentarlo en un momento.',
  },
  wait: 'Vuelve a intentarlo {time}.',
  reference: 'Referencia: {id}',
  home: 'Ir a la página de inicio',
};
