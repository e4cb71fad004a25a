// Pure: no I/O, no clock, no randomness. Spanish: the task, link a device.
import type { Catalogue } from '../catalogue.ts';

export const linkWords: Catalogue<'es'>['link'] = {
  title: 'Vincular un dispositivo',
  lead: 'Escribe el código que aparece en tu televisor o dispositivo.',
  field: 'Código',
  hint: 'No importan las mayúsculas, los espacios ni los guiones.',
  go: 'Continuar',
  letters: 'Mi código tiene letras',
  empty: 'Primero escribe el código que aparece en tu televisor o dispositivo.',
  notFound: 'Ese código es incorrecto o ha caducado. Compruébalo o pide otro en tu televisor.',
  notFoundNear:
    'Ese código es incorrecto, ha caducado o pertenece a un dispositivo de otra red. En el último día se han escrito demasiados códigos incorrectos, así que por ahora un código solo funciona en la misma red que su dispositivo. Conéctate a esa red y pide un código nuevo en tu televisor.',
  wrongLength: {
    one: 'Has escrito {count} carácter, pero los códigos suelen tener {usual}. Compruébalo o pide otro en tu televisor.',
    many: 'Has escrito {count} de caracteres, pero los códigos suelen tener {usual}. Compruébalo o pide otro en tu televisor.',
    other:
      'Has escrito {count} caracteres, pero los códigos suelen tener {usual}. Compruébalo o pide otro en tu televisor.',
  },
  used: 'Ese código ya se ha usado. Pide otro en tu televisor.',
  wait: 'Demasiados códigos. Vuelve a intentarlo {time}.',
  busy: 'Ahora mismo no hemos podido comprobar ese código. Vuelve a intentarlo en un momento.',
};

export const consentWords: Catalogue<'es'>['consent'] = {
  title: '¿Es este tu dispositivo?',
  titleApp: '¿Es esta tu aplicación?',
  saysItIs: 'Dice ser {what}',
  saysItIsOn: 'Dice ser {what} en {system}',
  saysNothing: 'No ha dado ningún dato.',
  compare: 'Tu dispositivo debería mostrar este código',
  compareApp: 'Si la aplicación muestra un código, debería ser este',
  warning: 'Di que no si alguien te ha enviado este código o enlace: podría darle acceso a tu cuenta.',
  tick: 'Este es mi dispositivo y muestra este código',
  tickApp: 'Esta es mi aplicación y acabo de pedirle que inicie sesión',
  titleBrowser: '¿Iniciar sesión en {app}?',
  onward: 'Destino',
  leadsTo: 'Después irás a {host}',
  leadsToHere: 'Después volverás a la aplicación de este ordenador',
  warningBrowser: 'Di que no si no acabas de elegir iniciar sesión ahí.',
  tickBrowser: 'Conozco esta aplicación y acabo de elegir iniciar sesión en ella',
  yesBrowser: 'Sí, iniciar sesión',
  noBrowser: 'No, volver',
  tickMissing: 'Marca la casilla para confirmar que es tuyo.',
  unverified: 'Sin verificar: eligió este nombre por su cuenta y aquí nadie lo ha comprobado.',
  unverifiedSite: 'Sin verificar: lo único seguro es este sitio. Aquí nadie ha comprobado quién está detrás.',
  requestedScopes: 'Lo que podrá hacer',
  scopesHint: 'Desmarca todo lo que no quieras permitir.',
  scopesMissing: 'Deja marcada al menos una casilla o di que no.',
  scopesTooFar: 'Esta solicitud no viene de cerca de ti, así que no puedes permitirlo todo. Desmarca algo o di que no.',
  wishFor: 'Acceso a: {scope}',
  scopeOpenId: 'Saber que eres tú',
  scopeProfile: 'Ver tu nombre',
  scopeEmail: 'Ver tu dirección de correo electrónico',
  mayApprove: 'Puede vincular otros dispositivos por mí',
  mayApproveHint: 'Déjalo sin marcar si no sabes para qué lo necesitas.',
  yes: 'Sí, vincular',
  yesSoon: 'Tómate un momento para leer esto. Después podrás decir que sí.',
  no: 'No, no vincular',
  signedInAs: 'Estás usando la cuenta {name}',
  switchAccount: 'Cambiar',
  where: 'Lugar',
  when: 'Hora',
  ownNetwork: 'Tu propia red ({address})',
  localNetwork: 'Una red local ({address})',
  unknownPlace: 'Lugar desconocido',
  knownTo: 'Registrado en {service}',
  knownToOn: 'Registrado en {service} · en {system}',
  far: 'Esta solicitud parece venir de lejos.',
  farAt: 'Esta solicitud parece venir de lejos: {place}.',
  unknown: 'No podemos saber de dónde viene esta solicitud.',
  notYours: 'Si no acabas de pedirlo, di que no.',
  hidden: 'Esta solicitud oculta de dónde viene.',
  asked: 'Solicitado {time}',
};

export const overWords: Catalogue<'es'>['over'] = {
  expired: {
    title: 'Ese código ha caducado',
    text: 'No se ha vinculado nada. Pide un código nuevo en tu televisor o dispositivo y escríbelo aquí.',
  },
  approved: { title: 'Ya está vinculado', text: 'Este código ya se ha usado.' },
  redeemed: { title: 'Ya está vinculado', text: 'Este código ya se ha usado.' },
  denied: {
    title: 'No se ha vinculado nada',
    text: 'Alguien dijo que no a este código. Si fue un error, pide un código nuevo en el dispositivo.',
  },
  cancelled: {
    title: 'No se ha vinculado nada',
    text: 'El dispositivo canceló su solicitud. Pide en él un código nuevo.',
  },
  gone: {
    title: 'Esta página ha caducado',
    text: 'Has vuelto a iniciar sesión desde entonces o estuvo abierta demasiado tiempo. Escribe el código otra vez.',
  },
  signInOver: {
    title: 'Este inicio de sesión ha terminado',
    text: 'Ya se respondió o ha tardado demasiado. Vuelve a la aplicación e inicia sesión otra vez.',
  },
  typeIt: {
    title: 'Escribe tú el código',
    text: 'Por lo que sabemos, esta solicitud no viene de cerca de ti, así que un enlace no basta. Mira tu dispositivo y escribe el código que muestra.',
  },
  typeStrong: {
    title: 'Con este enlace no',
    text: 'Por lo que sabemos, la aplicación no se está usando cerca de ti, así que su enlace no basta. Abre el enlace en el dispositivo donde se usa la aplicación, o pide en ella un código corto y escríbelo aquí.',
  },
  tooFar: {
    title: 'Demasiado lejos',
    text: 'Por lo que sabemos, esta solicitud no viene de cerca de ti, así que no se puede vincular desde aquí. Acércate al dispositivo con tu teléfono, o conéctate a su red, y escribe el código allí.',
  },
  blocked: {
    title: 'Lo has bloqueado',
    text: 'Ya dijiste que no lo habías pedido, así que no se ha vinculado nada. Si fue un error, desbloquéalo en «Tus dispositivos».',
  },
  notInGroup: {
    title: 'No puedes vincular esto',
    text: 'Es solo para algunos grupos de donde inicias sesión, y no estás en ninguno. No se ha vinculado nada.',
  },
  refusedHere: {
    title: 'No se puede vincular',
    text: 'Está bloqueado aquí por un tiempo, porque varias personas han avisado de que no lo pidieron. No se ha vinculado nada.',
  },
  again: 'Escribir un código',
  devices: 'Ver mis dispositivos',
};

export const doneWords: Catalogue<'es'>['done'] = {
  titles: {
    tv: 'Listo. Mira tu televisor',
    console: 'Listo. Vuelve a tu consola',
    phone: 'Listo. Mira tu teléfono',
    tablet: 'Listo. Mira tu tableta',
    computer: 'Listo. Vuelve a tu ordenador',
    terminal: 'Listo. Vuelve a tu terminal',
    speaker: 'Listo. Vuelve a tu altavoz',
    server: 'Listo. Vuelve a tu servidor',
    device: 'Listo. Vuelve a tu dispositivo',
  },
  titleApp: 'Listo. Vuelve a la aplicación',
  linked: '{name} está vinculado a tu cuenta.',
  takesAMoment: 'Tu dispositivo puede tardar unos segundos.',
  name: 'Ponle nombre a este dispositivo',
  save: 'Guardar nombre',
  saved: 'Guardado.',
  another: 'Vincular otro dispositivo',
  close: 'Puedes cerrar esta ventana.',
  forward: 'Continuar a {host}',
  forwardHere: 'Continuar a la aplicación de este ordenador',
  forwarding: 'Volviendo a {host} …',
  forwardingHere: 'Volviendo a la aplicación de este ordenador …',
  forwardRefused:
    'La aplicación quería enviarte a una dirección que aquí no está permitida. Vuelve tú a la aplicación.',
  saidNo: 'Has dicho que no',
  saidNoText: 'No se ha vinculado nada. Si alguien te ha enviado ese código o enlace, no le hagas caso.',
  wrongNumber: 'Ese no era el número',
  wrongNumberText:
    'No se ha vinculado nada y este código ya no funciona. Pide un código nuevo en tu dispositivo. Si no podías ver el número en él, quizá otra persona te envió el código.',
};

export const authWords: Catalogue<'es'>['auth'] = {
  title: 'Un momento …',
  lead: 'Estamos viendo qué pide la aplicación.',
  incomplete: 'Este enlace está incompleto',
  incompleteText:
    'Vuelve a la aplicación e inténtalo de nuevo. Si muestra un código, puedes escribirlo aquí en su lugar.',
  noScript:
    '¿No pasa nada? Esta página necesita JavaScript. Si la aplicación muestra un código, puedes escribirlo en su lugar.',
  go: 'Continuar',
  typeCode: 'Escribir un código',
};

export const continueWords: Catalogue<'es'>['continue'] = {
  title: '¿Vincular una aplicación o un dispositivo?',
  lead: 'Has seguido un enlace de inicio de sesión. Continúa para ver qué aplicación o dispositivo lo pide.',
  go: 'Continuar',
  typeCode: 'Escribir un código',
};

/** An app that leads a browser here to sign in, and is led back to. */
export const authorizeWords: Catalogue<'es'>['authorize'] = {
  title: 'Esta aplicación no puede iniciar tu sesión aquí',
  text: 'Te ha enviado aquí de una forma que no se puede responder, y no se le ha devuelto nada. Tú no puedes hacer nada; quien gestiona la aplicación, sí.',
  client: 'Su client_id falta, está repetido o no se conoce aquí.',
  redirectUri: 'Su redirect_uri falta, está repetido o no es uno de los que la aplicación tiene registrados aquí.',
  signedIn: 'Estás iniciando sesión',
  notSignedIn: 'Has dicho que no',
  signedInTo: 'Has iniciado sesión en {app}.',
  anotherDevice: 'Iniciar sesión con otro dispositivo',
  noKeyboard: '¿Sin teclado? Puedes hacerlo con el móvil.',
  goesOn: 'Después, esta pantalla continuará en {app}.',
  typeNumber: 'Introduce {number} en el otro dispositivo',
  nobody: 'Aquí no se inició ninguna sesión.',
};
