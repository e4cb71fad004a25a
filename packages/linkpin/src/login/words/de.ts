// German: what a sign-in says on a terminal.
import type { LoginCatalogue } from './words.ts';

export const german: LoginCatalogue = {
  typeAt: 'Gib ihn hier ein: {url}',
  typeOrScan: 'Gib ihn hier ein: {url} oder scanne das',
  waiting: 'Warten auf deine Bestätigung. Noch {left}',
  opened: 'Jemand hat ihn geöffnet. Noch {left}',
  number: 'Gib {number} auf der geöffneten Seite ein. Noch {left}',
  retrying: '{problem}. Neuer Versuch in {seconds} s. Noch {left}',
  again: 'Der Code ist abgelaufen. Enter für einen neuen, Strg-C zum Beenden. ',
  signedIn: 'Angemeldet',
  signedInAs: 'Angemeldet als {name}',
};
