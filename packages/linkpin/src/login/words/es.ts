// Spanish: what a sign-in says on a terminal.
import type { LoginCatalogue } from './words.ts';

export const spanish: LoginCatalogue = {
  typeAt: 'Escríbelo en {url}',
  typeOrScan: 'Escríbelo en {url} o escanea esto',
  waiting: 'Esperando a que lo apruebes. Quedan {left}',
  opened: 'Alguien lo ha abierto. Quedan {left}',
  number: 'Escribe {number} en la página que está abierta. Quedan {left}',
  retrying: '{problem}. Nuevo intento en {seconds} s. Quedan {left}',
  again: 'El código ha caducado. Pulsa Intro para pedir otro o Ctrl-C para salir. ',
  signedIn: 'Sesión iniciada',
  signedInAs: 'Sesión iniciada como {name}',
};
