// Pure: no I/O, no clock, no randomness. French: the protections against phishing.
import type { Catalogue } from '../catalogue.ts';

export const numberWords: Catalogue<'fr'>['number'] = {
  label: 'Saisissez le nombre affiché sur votre appareil',
  hint: 'Il affiche deux chiffres quelques secondes après l’ouverture de cette page. Si vous ne les voyez pas, dites non.',
  missing: 'Saisissez les deux chiffres que votre appareil affiche maintenant.',
  wrong: 'Ce n’est pas le nombre affiché sur votre appareil. Il vous reste un essai.',
  moved:
    'Vous avez de nouveau ouvert ce code, ici ou ailleurs : votre appareil affiche donc un autre nombre. Saisissez celui-là.',
};

export const blockWords: Catalogue<'fr'>['block'] = {
  notMe: 'Je n’ai pas fait cette demande',
  notMeAnswer: 'Je n’ai pas fait cette demande. Bloquer',
  ask: 'Vous n’avez pas fait cette demande ? Nous allons dissocier cet appareil de votre compte et le bloquer pendant 30 jours.',
  blocked: 'Bloqué pendant 30 jours. Aucun accès à votre compte.',
  notBlocked: 'Impossible de bloquer cette fois-ci. Aucun accès à votre compte.',
  see: 'Voir ce qui est bloqué',
  title: 'Bloqués',
  text: 'Ces appareils ne peuvent pas être associés à votre compte.',
  since: {
    one: 'Bloqué {time}, encore {count} jour',
    many: 'Bloqué {time}, encore {count} de jours',
    other: 'Bloqué {time}, encore {count} jours',
  },
  unblock: 'Débloquer',
  device: 'Dissocie l’appareil et le bloque pendant 30 jours.',
  deviceYes: 'Oui, dissocier et bloquer',
};
