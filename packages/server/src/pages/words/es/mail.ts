// Pure: no I/O, no clock, no randomness. Spanish: the mails, and the pages that their links lead to.
import type { Catalogue } from '../catalogue.ts';

export const mailWords: Catalogue<'es'>['mail'] = {
  hello: 'Hola, {name}:',
  helloNobody: 'Hola:',
  ifThatFails: 'Si el botón no hace nada, abre esta dirección:',
  automatic: '{service} ha escrito este mensaje automáticamente. Nadie lee las respuestas.',
  notMe: 'No fui yo',
  notMeLead: 'Si fuiste tú, no tienes que hacer nada. Si no, abre esta página y dilo:',
  device: 'Dispositivo',
  when: 'Hora',
  where: 'Lugar',
  utc: '{time} (UTC)',
  invite: {
    subject: 'Tu invitación a {service}',
    text: 'Has recibido una invitación a {service}. Con este enlace puedes crear una cuenta.',
    button: 'Crear cuenta',
    note: 'Funciona una sola vez y durante siete días. Si no esperabas ninguna invitación, ignora este mensaje.',
  },
  reset: {
    subject: 'Elige una contraseña nueva para {service}',
    text: 'Alguien ha pedido un enlace para elegir una contraseña nueva para tu cuenta. Nada cambia hasta que lo uses.',
    button: 'Elegir una contraseña nueva',
    note: 'Funciona una sola vez y durante una hora. Si no lo has pedido, ignora este mensaje.',
  },
  confirm: {
    subject: 'Confirma tu correo electrónico para {service}',
    text: 'Confirma que esta es tu dirección de correo electrónico. Así podrás recibir una contraseña nueva por correo y te avisaremos de los dispositivos nuevos.',
    button: 'Confirmar dirección',
    note: 'Funciona durante tres días, con la sesión iniciada. Si no tienes esa cuenta, ignora este mensaje.',
  },
  deviceLinked: {
    subject: 'Se ha vinculado un dispositivo a tu cuenta de {service}',
    text: '{device} se ha vinculado a tu cuenta. Seguirá con la sesión iniciada hasta que lo desvincules.',
  },
  passwordChanged: {
    subject: 'Se ha cambiado tu contraseña de {service}',
    text: 'Se ha cambiado la contraseña de tu cuenta y se ha cerrado la sesión en los demás navegadores.',
  },
  addressChanged: {
    subject: 'Se ha cambiado el correo electrónico de tu cuenta de {service}',
    text: 'Tu cuenta tiene ahora otra dirección de correo electrónico. Los mensajes como este ya no llegarán aquí.',
  },
  test: {
    subject: 'El correo de {service} funciona',
    text: 'Esto es una prueba. La ha pedido alguien que gestiona el servicio.',
  },
};

export const recoveryWords: Catalogue<'es'>['recovery'] = {
  forgot: '¿La has olvidado?',
  forgotTitle: '¿Has olvidado tu contraseña?',
  forgotLead: 'Escribe tu correo electrónico. Te enviaremos un enlace para elegir una contraseña nueva.',
  email: 'Correo electrónico',
  send: 'Enviar el enlace',
  sentTitle: 'Mira tu correo',
  sentText:
    'Si alguna cuenta de aquí tiene esa dirección y está confirmada, hay un enlace en camino. Puede tardar unos minutos. Mira también en el correo no deseado.',
  sentElse: '¿No ha llegado nada? Habla con quien gestiona {service}.',
  wait: 'Demasiados correos. Vuelve a intentarlo {time}.',
  busy: 'Ahora mismo no podemos enviar correos. Vuelve a intentarlo en un minuto.',
  resetGone: 'Ya se ha usado o ha caducado.',
  another: 'Pedir otro enlace',
  confirmTitle: 'Confirma tu correo electrónico',
  confirmLead: '¿Es {email} la dirección de {name}?',
  confirmYes: 'Sí, confirmar',
  confirmed: 'Correo electrónico confirmado.',
  isConfirmed: 'Esta dirección de correo electrónico está confirmada.',
  isUnconfirmed:
    'Esta dirección de correo electrónico no está confirmada. Cuando lo esté, podrás recibir una contraseña nueva por correo y te avisaremos de los dispositivos nuevos.',
  sendProof: 'Enviar un correo de confirmación',
  proofSent: 'Hay un correo de confirmación en camino. Abre su enlace en este navegador.',
  otherAccount: 'Este enlace es para otra cuenta',
  otherAccountText:
    'Cierra la sesión, inicia sesión en la cuenta para la que se escribió el correo y vuelve a abrir el enlace.',
  gone: 'Este enlace ya no funciona',
  goneText: 'Ya se ha usado, ha caducado o algo ha cambiado desde entonces.',
  inviteTo: 'Enviarla a (opcional)',
  inviteToHint: 'Una dirección de correo electrónico. Sin ella recibirás un enlace para pasarlo tú.',
  invitedByMail: 'La invitación está en camino.',
  notYou: '¿No fuiste tú?',
  device: {
    lead: '{device} se ha vinculado a la cuenta de {name}.',
    text: 'Lo desvincularemos, lo bloquearemos durante 30 días y cerraremos tu sesión en todos los navegadores.',
    yes: 'No fui yo. Desvincular',
    done: 'Desvinculado',
    doneText:
      'Su sesión está cerrada, y también la de todos tus navegadores. Si es posible que alguien sepa tu contraseña, elige otra.',
  },
  password: {
    lead: 'Se ha cambiado la contraseña de {name}.',
    text: 'Desactivaremos esa contraseña, quitaremos todas las llaves de acceso, cerraremos todas las sesiones y te enviaremos un enlace para elegir otra contraseña.',
    yes: 'No fui yo. Desactivar',
    done: 'Esa contraseña ya no funciona',
    doneText:
      'Todas las sesiones están cerradas y las llaves de acceso, quitadas. Un enlace para elegir una contraseña nueva va camino de tu correo.',
  },
  address: {
    lead: 'Se ha cambiado el correo electrónico de {name}.',
    text: 'Recuperaremos tu dirección, desactivaremos la contraseña, quitaremos todas las llaves de acceso, cerraremos todas las sesiones y te enviaremos un enlace para elegir otra contraseña.',
    yes: 'No fui yo. Deshacer el cambio',
    done: 'Tu dirección está de vuelta',
    doneText:
      'Todas las sesiones están cerradas y las llaves de acceso, quitadas. Un enlace para elegir una contraseña nueva va camino de tu correo.',
    doneGone:
      'Todas las sesiones están cerradas, y ni la contraseña ni ninguna llave de acceso funcionan ya. Otra cuenta tiene ya tu dirección: habla con quien gestiona este servicio.',
  },
};
