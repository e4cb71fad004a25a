// Pure: no I/O, no clock, no randomness. French: the mails, and the pages that their links lead to.
import type { Catalogue } from '../catalogue.ts';

export const mailWords: Catalogue<'fr'>['mail'] = {
  hello: 'Bonjour {name},',
  helloNobody: 'Bonjour,',
  ifThatFails: 'Si le bouton ne fait rien, ouvrez cette adresse :',
  automatic: 'Ce message a été écrit automatiquement par {service}. Personne ne lit les réponses.',
  notMe: 'Ce n’était pas moi',
  notMeLead: 'Si c’était vous, il n’y a rien à faire. Sinon, ouvrez cette page et dites-le :',
  device: 'Appareil',
  when: 'Quand',
  where: 'Où',
  utc: '{time} (UTC)',
  invite: {
    subject: 'Votre invitation à {service}',
    text: 'Vous avez reçu une invitation à {service}. Ce lien vous permet de créer un compte.',
    button: 'Créer un compte',
    note: 'Il fonctionne une seule fois, pendant sept jours. Si vous n’attendiez pas d’invitation, ignorez ce message.',
  },
  reset: {
    subject: 'Choisissez un nouveau mot de passe pour {service}',
    text: 'Quelqu’un a demandé un lien pour choisir un nouveau mot de passe pour votre compte. Rien ne change tant que vous ne l’utilisez pas.',
    button: 'Choisir un nouveau mot de passe',
    note: 'Il fonctionne une seule fois, pendant une heure. Si vous ne l’avez pas demandé, ignorez ce message.',
  },
  confirm: {
    subject: 'Confirmez votre adresse e-mail pour {service}',
    text: 'Confirmez que c’est bien votre adresse e-mail. Vous pourrez alors recevoir un nouveau mot de passe par e-mail et être informé des nouveaux appareils.',
    button: 'Confirmer l’adresse',
    note: 'Le lien fonctionne pendant trois jours, dans une session connectée. Si vous n’avez pas de compte de ce genre, ignorez ce message.',
  },
  deviceLinked: {
    subject: 'Un appareil a été associé à votre compte {service}',
    text: '{device} a été associé à votre compte. Il reste connecté jusqu’à ce que vous le dissociiez.',
  },
  passwordChanged: {
    subject: 'Votre mot de passe {service} a été changé',
    text: 'Le mot de passe de votre compte a été changé et les autres navigateurs ont été déconnectés.',
  },
  addressChanged: {
    subject: 'L’adresse e-mail de votre compte {service} a été changée',
    text: 'Votre compte a maintenant une autre adresse e-mail. Les messages comme celui-ci n’arriveront plus ici.',
  },
  test: {
    subject: 'L’envoi d’e-mails par {service} fonctionne',
    text: 'Ceci est un test, demandé par une personne responsable du service.',
  },
};

export const recoveryWords: Catalogue<'fr'>['recovery'] = {
  forgot: 'Oublié ?',
  forgotTitle: 'Mot de passe oublié ?',
  forgotLead: 'Saisissez votre adresse e-mail. Nous vous enverrons un lien pour choisir un nouveau mot de passe.',
  email: 'Adresse e-mail',
  send: 'Envoyer le lien',
  sentTitle: 'Consultez votre messagerie',
  sentText:
    'Si un compte d’ici a cette adresse et qu’elle est confirmée, un lien est en route. Cela peut prendre quelques minutes. Regardez aussi dans les courriers indésirables.',
  sentElse: 'Rien reçu ? Adressez-vous aux responsables de {service}.',
  wait: 'Trop d’e-mails. Réessayez {time}.',
  busy: 'Impossible d’envoyer des e-mails pour le moment. Réessayez dans une minute.',
  resetGone: 'Il a déjà été utilisé ou a expiré.',
  another: 'Obtenir un nouveau lien',
  confirmTitle: 'Confirmez votre adresse e-mail',
  confirmLead: '{email} est-elle l’adresse de {name} ?',
  confirmYes: 'Oui, confirmer',
  confirmed: 'Adresse e-mail confirmée.',
  isConfirmed: 'Cette adresse e-mail est confirmée.',
  isUnconfirmed:
    'Cette adresse e-mail n’est pas confirmée. Une fois confirmée, vous pourrez recevoir un nouveau mot de passe par e-mail et nous vous signalerons les nouveaux appareils.',
  sendProof: 'Envoyer un e-mail de confirmation',
  proofSent: 'Un e-mail de confirmation est en route. Ouvrez son lien dans ce navigateur.',
  otherAccount: 'Ce lien est destiné à un autre compte',
  otherAccountText:
    'Déconnectez-vous, connectez-vous au compte pour lequel l’e-mail a été écrit et ouvrez de nouveau le lien.',
  gone: 'Ce lien ne fonctionne plus',
  goneText: 'Il a déjà été utilisé, il a expiré, ou quelque chose a changé depuis.',
  inviteTo: 'Envoyer à (facultatif)',
  inviteToHint: 'Une adresse e-mail. Sans adresse, vous recevez un lien à transmettre vous-même.',
  invitedByMail: 'L’invitation est en route.',
  notYou: 'Ce n’était pas vous ?',
  device: {
    lead: '{device} a été associé au compte de {name}.',
    text: 'Nous allons le dissocier, le bloquer pendant 30 jours et déconnecter tous vos navigateurs.',
    yes: 'Ce n’était pas moi. Dissocier',
    done: 'Dissocié',
    doneText:
      'L’appareil est déconnecté, tout comme vos navigateurs. Si quelqu’un connaît peut-être votre mot de passe, choisissez-en un nouveau.',
  },
  password: {
    lead: 'Le mot de passe de {name} a été changé.',
    text: 'Nous allons désactiver ce mot de passe, supprimer toutes les clés d’accès, déconnecter tout le monde et vous envoyer un lien pour choisir un nouveau mot de passe.',
    yes: 'Ce n’était pas moi. Désactiver',
    done: 'Ce mot de passe ne fonctionne plus',
    doneText:
      'Tout le monde est déconnecté et les clés d’accès sont supprimées. Un lien pour choisir un nouveau mot de passe arrive dans votre messagerie.',
  },
  address: {
    lead: 'L’adresse e-mail de {name} a été changée.',
    text: 'Nous allons rétablir votre adresse, désactiver le mot de passe, supprimer toutes les clés d’accès, déconnecter tout le monde et vous envoyer un lien pour choisir un nouveau mot de passe.',
    yes: 'Ce n’était pas moi. Rétablir',
    done: 'Votre adresse est rétablie',
    doneText:
      'Tout le monde est déconnecté et les clés d’accès sont supprimées. Un lien pour choisir un nouveau mot de passe arrive dans votre messagerie.',
    doneGone:
      'Tout le monde est déconnecté, et ni le mot de passe ni aucune clé d’accès ne fonctionnent plus. Entre-temps, un autre compte a pris votre adresse : adressez-vous aux responsables de ce service.',
  },
};
