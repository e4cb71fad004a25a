// Pure: no I/O, no clock, no randomness. French: sign-in, sign-up and set-up.
import type { Catalogue } from '../catalogue.ts';

export const signInWords: Catalogue<'fr'>['signIn'] = {
  signIn: 'Se connecter',
  signInLead: 'à {service}',
  toLink: 'Connectez-vous pour voir quel appareil fait la demande.',
  again: 'Confirmez que c’est vous',
  againLead: 'Votre connexion date un peu. Reconnectez-vous pour continuer.',
  name: 'Nom d’utilisateur ou adresse e-mail',
  password: 'Mot de passe',
  wrong: 'Nom ou mot de passe incorrect.',
  wait: 'Trop de tentatives. Réessayez {time}.',
  busy: 'Trop de personnes se connectent en ce moment. Réessayez dans quelques secondes.',
  signUp: 'Créer un compte',
  signUpLead: 'Vous avez reçu une invitation. Choisissez un nom d’utilisateur et un mot de passe.',
  signUpOpenLead: 'Choisissez un nom d’utilisateur et un mot de passe.',
  noAccount: 'Pas encore de compte ?',
  askInvite: 'Demandez une invitation aux responsables de {service}.',
  haveAccount: 'Vous avez un compte ?',
  noAccountsYet:
    'Il n’y a pas encore de compte ici. Ouvrez le lien d’installation affiché dans le terminal où le service fonctionne.',
  username: 'Nom d’utilisateur',
  usernameHint: '2 à 40 lettres, chiffres, points, tirets ou tirets bas',
  email: 'Adresse e-mail (facultatif)',
  newPassword: 'Mot de passe',
  passwordHint: 'Au moins 8 caractères ; une phrase courte convient bien',
  inviteGone: 'Cette invitation ne fonctionne plus',
  inviteGoneText: 'Elle a déjà été utilisée ou a expiré. Demandez-en une nouvelle.',
  closed: 'Pas de nouveaux comptes ici',
  closedText: 'Demandez aux responsables de ce service de vous créer un compte.',
  forgot: 'Oublié ? Adressez-vous aux responsables de {service}.',
  resetDone: 'Mot de passe changé. Connectez-vous avec le nouveau.',
  deleted: 'Votre compte est supprimé.',
  needInvite: 'Il vous faut une invitation',
  needInviteText:
    'Ici, un nouveau compte se crée avec un lien d’invitation. Demandez une invitation aux responsables de ce service.',
  reset: 'Choisissez un nouveau mot de passe',
  resetLead: 'pour {name}. Tous vos navigateurs seront déconnectés.',
  resetGo: 'Changer le mot de passe',
  resetGone: 'Ce lien ne fonctionne plus',
  resetGoneText: 'Il a déjà été utilisé ou a expiré. Demandez-en un nouveau aux responsables de ce service.',
  setUp: 'Bienvenue',
  setUpLead: 'Créez le premier compte. Il administre ce service et peut inviter d’autres personnes.',
  setUpGo: 'Créer le compte',
  setUpOver: 'Ce lien d’installation ne fonctionne plus',
  setUpOverText:
    'Il y a déjà un compte, ou le lien a expiré. Redémarrez le service pour obtenir un nouveau lien, ou connectez-vous.',
};

export const fieldWords: Catalogue<'fr'>['field'] = {
  'bad-username':
    'Utilisez 2 à 40 lettres, chiffres, points, tirets ou tirets bas, en commençant par une lettre ou un chiffre.',
  'username-taken': 'Ce nom d’utilisateur est déjà pris. Choisissez-en un autre.',
  'bad-email': 'Cela ne ressemble pas à une adresse e-mail.',
  'email-taken': 'Cette adresse e-mail est déjà utilisée.',
  'short-password': 'Utilisez au moins 8 caractères.',
  'long-password': 'C’est trop long. Utilisez au plus 1024 octets.',
  'wrong-password': 'Mot de passe incorrect.',
};

export const peekWords: Catalogue<'fr'>['peek'] = {
  show: 'Afficher',
  showPassword: 'Afficher le mot de passe',
  hide: 'Masquer',
  hidePassword: 'Masquer le mot de passe',
};

export const wayWords: Catalogue<'fr'>['way'] = {
  password: 'Connexion avec un mot de passe',
  passkey: 'Connexion avec une clé d’accès',
  provider: 'Connexion avec {provider}',
  proxy: 'Connexion par votre organisation',
  application: 'Connexion par l’application où vous utilisez ceci',
};
