// French: what a sign-in says on a terminal.
import type { LoginCatalogue } from './words.ts';

export const french: LoginCatalogue = {
  typeAt: 'Saisissez-le sur {url}',
  typeOrScan: 'Saisissez-le sur {url} ou scannez ceci',
  waiting: 'En attente de votre accord. Encore {left}',
  opened: 'Quelqu’un l’a ouvert. Encore {left}',
  number: 'Saisissez {number} sur la page ouverte. Encore {left}',
  retrying: '{problem}. Nouvel essai dans {seconds} s. Encore {left}',
  again: 'Le code a expiré. Entrée pour un nouveau, Ctrl-C pour quitter. ',
  signedIn: 'Connecté',
  signedInAs: 'Connecté au compte {name}',
};
