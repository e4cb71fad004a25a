// Pure: no I/O, no clock, no randomness. Spanish: sign-in, sign-up and set-up.
import type { Catalogue } from '../catalogue.ts';

export const signInWords: Catalogue<'es'>['signIn'] = {
  signIn: 'Iniciar sesión',
  signInLead: 'en {service}',
  toLink: 'Inicia sesión para ver qué dispositivo lo pide.',
  again: 'Confirma que eres tú',
  againLead: 'Ha pasado un tiempo. Vuelve a iniciar sesión para continuar.',
  name: 'Nombre de usuario o correo electrónico',
  password: 'Contraseña',
  wrong: 'Nombre o contraseña incorrectos.',
  wait: 'Demasiados intentos. Vuelve a intentarlo {time}.',
  busy: 'Ahora mismo hay demasiada gente iniciando sesión. Vuelve a intentarlo en unos segundos.',
  signUp: 'Crear cuenta',
  signUpLead: 'Has recibido una invitación. Elige un nombre de usuario y una contraseña.',
  signUpOpenLead: 'Elige un nombre de usuario y una contraseña.',
  noAccount: '¿Aún no tienes cuenta?',
  askInvite: 'Pide una invitación a quien gestiona {service}.',
  haveAccount: '¿Ya tienes cuenta?',
  noAccountsYet:
    'Aquí todavía no hay ninguna cuenta. Abre el enlace de configuración que aparece en el terminal donde funciona el servicio.',
  username: 'Nombre de usuario',
  usernameHint: 'De 2 a 40 letras, cifras, puntos, guiones o guiones bajos',
  email: 'Correo electrónico (opcional)',
  newPassword: 'Contraseña',
  passwordHint: 'Al menos 8 caracteres; una frase corta va bien',
  inviteGone: 'Esta invitación ya no funciona',
  inviteGoneText: 'Ya se ha usado o ha caducado. Pide otra.',
  closed: 'Aquí no se crean cuentas nuevas',
  closedText: 'Pide a quien gestiona este servicio que te cree una cuenta.',
  forgot: '¿La has olvidado? Habla con quien gestiona {service}.',
  resetDone: 'Contraseña cambiada. Inicia sesión con la nueva.',
  deleted: 'Tu cuenta se ha eliminado.',
  needInvite: 'Necesitas una invitación',
  needInviteText:
    'Aquí las cuentas nuevas se crean con un enlace de invitación. Pide una invitación a quien gestiona este servicio.',
  reset: 'Elige una contraseña nueva',
  resetLead: 'para {name}. Se cerrará tu sesión en todos los navegadores.',
  resetGo: 'Cambiar contraseña',
  resetGone: 'Este enlace ya no funciona',
  resetGoneText: 'Ya se ha usado o ha caducado. Pide otro a quien gestiona este servicio.',
  setUp: 'Te damos la bienvenida',
  setUpLead: 'Crea la primera cuenta. Administra este servicio y puede invitar a otras personas.',
  setUpGo: 'Crear cuenta',
  setUpOver: 'Este enlace de configuración ya no funciona',
  setUpOverText:
    'Ya hay una cuenta o el enlace ha caducado. Reinicia el servicio para obtener otro enlace o inicia sesión.',
};

export const fieldWords: Catalogue<'es'>['field'] = {
  'bad-username': 'Usa de 2 a 40 letras, cifras, puntos, guiones o guiones bajos, y empieza por una letra o una cifra.',
  'username-taken': 'Ese nombre de usuario ya está en uso. Elige otro.',
  'bad-email': 'Eso no parece una dirección de correo electrónico.',
  'email-taken': 'Esa dirección de correo electrónico ya está en uso.',
  'short-password': 'Usa al menos 8 caracteres.',
  'long-password': 'Es demasiado larga. Usa como mucho 1024 bytes.',
  'wrong-password': 'Contraseña incorrecta.',
};

export const peekWords: Catalogue<'es'>['peek'] = {
  show: 'Mostrar',
  showPassword: 'Mostrar contraseña',
  hide: 'Ocultar',
  hidePassword: 'Ocultar contraseña',
};

export const wayWords: Catalogue<'es'>['way'] = {
  password: 'Sesión iniciada con contraseña',
  passkey: 'Sesión iniciada con una llave de acceso',
  provider: 'Sesión iniciada con {provider}',
  proxy: 'Sesión iniciada por tu organización',
  application: 'Sesión iniciada por la aplicación donde usas esto',
};
