// Pure: no I/O, no clock, no randomness. French: what is around every page, times, places and errors.
import type { Catalogue } from '../catalogue.ts';

export const frameWords: Catalogue<'fr'>['frame'] = {
  skip: 'Aller au contenu',
  refused: 'Erreur : {title}',
  menu: 'Menu',
  link: 'Associer',
  devices: 'Appareils',
  account: 'Compte',
  operate: 'Exploitation',
  signOut: 'Se déconnecter',
  insecure: 'Cette connexion n’est pas chiffrée. D’autres personnes sur votre réseau peuvent lire ce que vous tapez.',
  about: ' : {name}',
  contact: 'Des questions ? {contact}',
  privacy: 'Confidentialité',
  terms: 'Conditions d’utilisation',
  language: 'Langue',
  changeLanguage: 'Changer de langue',
};

export const generalWords: Catalogue<'fr'>['general'] = {
  aDevice: 'Un appareil',
  justNow: 'à l’instant',
  exactTime: '{time} UTC',
  datedTime: '{time} ({date})',
  place: '{city}, {country}',
};

export const troubleWords: Catalogue<'fr'>['trouble'] = {
  notFound: {
    title: 'Page introuvable',
    text: 'L’adresse est peut-être mal écrite, ou la page a été déplacée.',
  },
  signedOut: {
    title: 'Vous n’êtes pas connecté',
    text: 'Connectez-vous à l’application d’où vous venez, puis rouvrez cette page.',
  },
  forbidden: {
    title: 'Impossible de confirmer cette demande',
    text: 'Pour votre sécurité, rien n’a été modifié. Revenez en arrière, rechargez la page et réessayez.',
  },
  tooLarge: {
    title: 'C’est trop long',
    text: 'Vous avez envoyé plus que ce que cette page accepte. Raccourcissez et réessayez.',
  },
  tooMany: { title: 'Trop de tentatives', text: 'Attendez un instant, puis réessayez.' },
  unavailable: {
    title: 'Impossible pour le moment',
    text: 'Quelque chose ne fonctionne pas de notre côté. Rien n’est perdu. Réessayez dans un instant.',
  },
  wait: 'Réessayez {time}.',
  reference: 'Référence : {id}',
  home: 'Aller à la page d’accueil',
};
