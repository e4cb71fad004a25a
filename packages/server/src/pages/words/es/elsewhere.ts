// Pure: no I/O, no clock, no randomness. Spanish: sign-in at a provider.
import type { Catalogue } from '../catalogue.ts';

/** The words of sign-in at a provider. */
export const elsewhereWords: Catalogue<'es'>['elsewhere'] = {
  signInWith: 'Iniciar sesión con {provider}',
  or: 'o con una contraseña',
  again: 'Confirma que eres tú',
  againLead: 'Ha pasado un tiempo. Vuelve a iniciar sesión para continuar.',
  out: 'Has cerrado la sesión.',
  tryAgain: 'Volver a intentarlo',
  withPassword: 'Iniciar sesión con una contraseña',
  connectTitle: '¿Conectar {provider}?',
  connectLead: 'Quien inicie sesión allí como {person} podrá usar aquí la cuenta {name}.',
  connectYes: 'Sí, conectar',
  connectNo: 'No, volver',
  waysIn: 'Otras formas de iniciar sesión',
  connectTo: 'Conectar {provider}',
  connectedAs: '{provider}: {person}',
  disconnect: 'Desconectar',
  connected: 'Conectado. Desde ahora puedes iniciar sesión así.',
  disconnected: 'Desconectado.',
  lastWay: 'Es la única entrada a tu cuenta, así que sigue conectada.',
  noPassword: 'Tu cuenta no tiene contraseña: inicias sesión en otro sitio.',
};

/** Why somebody does not come in from a provider. */
export const arrivalWords: Catalogue<'es'>['arrival'] = {
  unreachable: {
    title: 'No se puede llegar a tu inicio de sesión',
    text: '{provider} no responde ahora mismo. Inténtalo de nuevo en un minuto.',
  },
  denied: {
    title: 'No has iniciado sesión',
    text: '{provider} no ha iniciado tu sesión. Si allí dijiste que no, aquí no ha pasado nada.',
  },
  invalid: {
    title: 'Ese inicio de sesión no ha funcionado',
    text: 'Lo que ha llegado de {provider} no se puede usar. Empieza de nuevo.',
  },
  stale: {
    title: 'Ese inicio de sesión ha terminado',
    text: 'Se empezó en otro navegador o hace demasiado tiempo. Empieza aquí de nuevo.',
  },
  'not-fresh': {
    title: 'Vuelve a iniciar sesión',
    text: 'Para este paso tienes que iniciar sesión de nuevo, pero {provider} no te lo ha pedido. Cierra primero la sesión allí e inténtalo otra vez.',
  },
  'email-unverified': {
    title: 'Tu dirección de correo no está confirmada',
    text: 'Solo pueden entrar personas con una dirección confirmada. Confirma la tuya en {provider}.',
  },
  'other-domain': {
    title: 'No puedes entrar con esta cuenta',
    text: '{service} no está abierto a tu dirección de correo en {provider}. Usa otra cuenta o pregunta a quien lo gestiona.',
  },
  'no-group': {
    title: 'No puedes entrar con esta cuenta',
    text: '{service} es solo para algunos grupos de {provider}, y no estás en ninguno.',
  },
  'groups-unknown': {
    title: 'No sabemos cuáles son tus grupos',
    text: '{provider} no ha dicho en qué grupos estás, y {service} es solo para algunos. Pregunta a quien lo gestiona.',
  },
  'need-invite': {
    title: 'Necesitas una invitación',
    text: 'Aquí aún no hay una cuenta para ti. Abre el enlace de invitación que recibiste e inicia sesión desde ahí.',
  },
  closed: {
    title: 'Aquí no hay cuentas nuevas',
    text: 'Aquí no hay una cuenta para ti y no se crean. Si tienes una, inicia sesión en ella y conecta esta allí.',
  },
  'invite-gone': {
    title: 'Esta invitación ya no sirve',
    text: 'Ya se ha usado o ha caducado. Pide una nueva.',
  },
  taken: {
    title: 'Eso ya es de alguien',
    text: 'Quien eres en {provider} ya está conectado a una cuenta de aquí.',
  },
};
