// Pure: no I/O, no clock, no randomness. French: the account and its recent activity.
import type { Catalogue } from '../catalogue.ts';

export const accountWords: Catalogue<'fr'>['account'] = {
  title: 'Votre compte',
  password: 'Mot de passe',
  old: 'Mot de passe actuel',
  next: 'Nouveau mot de passe',
  change: 'Changer le mot de passe',
  changeHint:
    'Tous vos autres navigateurs seront déconnectés, ainsi que chaque application qui s’est connectée avec l’ancien mot de passe. Les appareils associés le restent.',
  changed: 'Mot de passe changé. Tous les autres navigateurs sont déconnectés.',
  names: 'Nom et adresse e-mail',
  username: 'Nom d’utilisateur',
  email: 'Adresse e-mail (facultatif)',
  saveNames: 'Enregistrer',
  named: 'Enregistré. Connectez-vous désormais avec ces informations.',
  activity: 'Activité récente',
  backToAccount: 'Retour à votre compte',
  data: 'Vos données',
  export: 'Télécharger vos données',
  exportHint: 'Votre compte, vos appareils, vos navigateurs et votre activité récente, dans un seul fichier.',
  delete: 'Supprimer le compte',
  deleteText:
    'Votre compte est supprimé et tous vos appareils et navigateurs sont immédiatement déconnectés. C’est irréversible.',
  deleteYes: 'Supprimer mon compte',
  lastAdmin:
    'Vous êtes la seule personne à administrer ce service : vous ne pouvez pas supprimer votre compte. Les responsables du service peuvent désigner quelqu’un d’autre.',
  sessions: 'Vos connexions',
  thisBrowser: 'Ce navigateur',
  unknownBrowser: 'Navigateur inconnu',
  browserOn: '{browser} sur {os}',
  seen: 'Actif {time}',
  end: 'Déconnecter',
  endOthers: 'Déconnecter partout ailleurs',
  ended: 'Ce navigateur est déconnecté.',
  endedOthers: 'Tous les autres navigateurs sont déconnectés.',
  invites: 'Inviter quelqu’un',
  invitesText: 'Un lien d’invitation permet de créer un compte et fonctionne pendant sept jours.',
  invite: 'Créer un lien d’invitation',
  invited: 'Envoyez ce lien à une seule personne. Vous ne le reverrez pas.',
  copy: 'Copier',
  copied: 'Copié',
  share: 'Partager',
};

export const activityWords: Catalogue<'fr'>['activity'] = {
  title: 'Activité récente',
  nothing: 'Rien pour le moment. Les appareils que vous associez apparaissent ici.',
  did: {
    opened: 'Vous avez ouvert une demande de {device}',
    approved: 'Vous avez associé {device}',
    denied: 'Vous avez dit non à {device}',
    redeemed: '{device} s’est connecté',
    redeemedElsewhere:
      '{device} s’est connecté depuis un autre réseau que celui de la demande. Si ce n’était pas vous, dissociez-le.',
    replayed: 'Quelqu’un a réutilisé une ancienne connexion de {device}, qui a donc été dissocié',
    reported: 'Vous avez signalé {device}',
    blocked: '{device} est bloqué',
    unblocked: '{device} n’est plus bloqué',
    'passkey-added': 'Vous avez ajouté la clé d’accès {device}',
    'passkey-removed': 'La clé d’accès {device} a été supprimée',
    'passkey-copied':
      'La clé d’accès {device} a été refusée : il en existe peut-être une copie. Dans le doute, supprimez-la',
  },
  didUnnamed: {
    opened: 'Vous avez ouvert une demande d’un appareil',
    approved: 'Vous avez associé un appareil',
    denied: 'Vous avez dit non à un appareil',
    redeemed: 'Un appareil s’est connecté',
    redeemedElsewhere:
      'Un appareil s’est connecté depuis un autre réseau que celui de la demande. Si ce n’était pas vous, dissociez-le.',
    replayed: 'Quelqu’un a réutilisé une ancienne connexion d’un appareil, qui a donc été dissocié',
    reported: 'Vous avez signalé un appareil',
    blocked: 'Un appareil est bloqué',
    unblocked: 'Un appareil n’est plus bloqué',
    'passkey-added': 'Vous avez ajouté une clé d’accès',
    'passkey-removed': 'Une clé d’accès a été supprimée',
    'passkey-copied': 'Une clé d’accès a été refusée : il en existe peut-être une copie. Dans le doute, supprimez-la',
  },
  ownNetwork: 'votre réseau',
  at: '{time} · {place}',
};
