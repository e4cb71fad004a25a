// Pure: no I/O, no clock, no randomness. Spanish: the account and its recent activity.
import type { Catalogue } from '../catalogue.ts';

export const accountWords: Catalogue<'es'>['account'] = {
  title: 'Tu cuenta',
  password: 'Contraseña',
  old: 'Contraseña actual',
  next: 'Contraseña nueva',
  change: 'Cambiar contraseña',
  changeHint:
    'Se cerrará tu sesión en los demás navegadores y en todas las aplicaciones que la iniciaron con la contraseña anterior. Los dispositivos vinculados seguirán vinculados.',
  changed: 'Contraseña cambiada. La sesión está cerrada en los demás navegadores.',
  names: 'Nombre y correo electrónico',
  username: 'Nombre de usuario',
  email: 'Correo electrónico (opcional)',
  saveNames: 'Guardar',
  named: 'Guardado. A partir de ahora inicia sesión con estos datos.',
  activity: 'Actividad reciente',
  backToAccount: 'Volver a tu cuenta',
  data: 'Tus datos',
  export: 'Descargar tus datos',
  exportHint: 'Tu cuenta, tus dispositivos, tus navegadores y tu actividad reciente, en un solo archivo.',
  delete: 'Eliminar cuenta',
  deleteText:
    'Tu cuenta se elimina y se cierra la sesión de todos tus dispositivos y navegadores de inmediato. No se puede deshacer.',
  deleteYes: 'Eliminar mi cuenta',
  lastAdmin:
    'Eres la única persona que administra este servicio, así que no puedes eliminar tu cuenta. Quien gestiona el servicio puede nombrar a otra persona.',
  sessions: 'Dónde tienes la sesión iniciada',
  thisBrowser: 'Este navegador',
  unknownBrowser: 'Navegador desconocido',
  browserOn: '{browser} en {os}',
  seen: 'Activo {time}',
  end: 'Cerrar sesión',
  endOthers: 'Cerrar sesión en todos los demás',
  ended: 'La sesión de ese navegador está cerrada.',
  endedOthers: 'La sesión está cerrada en los demás navegadores.',
  invites: 'Invitar a alguien',
  invitesText: 'Un enlace de invitación sirve para crear una cuenta y funciona durante siete días.',
  invite: 'Crear un enlace de invitación',
  invited: 'Envía este enlace a una sola persona. No volverás a verlo.',
  copy: 'Copiar',
  copied: 'Copiado',
  share: 'Compartir',
};

export const activityWords: Catalogue<'es'>['activity'] = {
  title: 'Actividad reciente',
  nothing: 'Todavía nada. Los dispositivos que vincules aparecerán aquí.',
  did: {
    opened: 'Abriste una solicitud de {device}',
    approved: 'Vinculaste {device}',
    denied: 'Dijiste que no a {device}',
    redeemed: '{device} inició sesión',
    redeemedElsewhere:
      '{device} inició sesión desde una red distinta de la de la solicitud. Si no fuiste tú, desvincúlalo.',
    replayed: 'Alguien reutilizó un inicio de sesión antiguo de {device}, así que se desvinculó',
    reported: 'Denunciaste {device}',
    blocked: '{device} está bloqueado',
    unblocked: '{device} ya no está bloqueado',
  },
  didUnnamed: {
    opened: 'Abriste una solicitud de un dispositivo',
    approved: 'Vinculaste un dispositivo',
    denied: 'Dijiste que no a un dispositivo',
    redeemed: 'Un dispositivo inició sesión',
    redeemedElsewhere:
      'Un dispositivo inició sesión desde una red distinta de la de la solicitud. Si no fuiste tú, desvincúlalo.',
    replayed: 'Alguien reutilizó un inicio de sesión antiguo de un dispositivo, así que se desvinculó',
    reported: 'Denunciaste un dispositivo',
    blocked: 'Un dispositivo está bloqueado',
    unblocked: 'Un dispositivo ya no está bloqueado',
  },
  ownNetwork: 'tu red',
  at: '{time} · {place}',
};
