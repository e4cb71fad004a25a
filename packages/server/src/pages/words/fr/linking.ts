// Pure: no I/O, no clock, no randomness. French: the task, link a device.
import type { Catalogue } from '../catalogue.ts';

export const linkWords: Catalogue<'fr'>['link'] = {
  title: 'Associer un appareil',
  lead: 'Saisissez le code affiché sur votre téléviseur ou votre appareil.',
  field: 'Code',
  hint: 'Les majuscules, les espaces et les tirets n’ont pas d’importance.',
  go: 'Continuer',
  letters: 'Mon code contient des lettres',
  empty: 'Saisissez d’abord le code affiché sur votre téléviseur ou votre appareil.',
  notFound: 'Ce code est incorrect ou a expiré. Vérifiez-le, ou demandez-en un nouveau sur votre téléviseur.',
  notFoundNear:
    'Ce code est incorrect, a expiré ou appartient à un appareil d’un autre réseau. Trop de codes incorrects ont été saisis depuis hier : pour le moment, un code ne fonctionne que sur le même réseau que son appareil. Connectez-vous à ce réseau et demandez un nouveau code sur votre téléviseur.',
  wrongLength: {
    one: 'Vous avez saisi {count} caractère, mais un code en compte généralement {usual}. Vérifiez-le, ou demandez-en un nouveau sur votre téléviseur.',
    many: 'Vous avez saisi {count} de caractères, mais un code en compte généralement {usual}. Vérifiez-le, ou demandez-en un nouveau sur votre téléviseur.',
    other:
      'Vous avez saisi {count} caractères, mais un code en compte généralement {usual}. Vérifiez-le, ou demandez-en un nouveau sur votre téléviseur.',
  },
  used: 'Ce code a déjà été utilisé. Demandez-en un nouveau sur votre téléviseur.',
  wait: 'Trop de codes. Réessayez {time}.',
  busy: 'Impossible de vérifier ce code pour le moment. Réessayez dans un instant.',
};

export const consentWords: Catalogue<'fr'>['consent'] = {
  title: 'Est-ce votre appareil ?',
  titleApp: 'Est-ce votre application ?',
  saysItIs: 'Se présente comme {what}',
  saysItIsOn: 'Se présente comme {what} sur {system}',
  saysNothing: 'Aucune information n’a été donnée.',
  compare: 'Votre appareil doit afficher ce code',
  compareApp: 'Si l’application affiche un code, ce doit être celui-ci',
  warning: 'Dites non si quelqu’un vous a envoyé ce code ou ce lien : il pourrait lui donner accès à votre compte.',
  tick: 'C’est mon appareil et il affiche ce code',
  tickApp: 'C’est mon application et je viens de lui demander de se connecter',
  titleBrowser: 'Se connecter à {app} ?',
  onward: 'Destination',
  leadsTo: 'Vous irez ensuite sur {host}',
  leadsToHere: 'Vous reviendrez ensuite à l’application sur cet ordinateur',
  warningBrowser: 'Répondez non si vous ne venez pas de choisir de vous y connecter.',
  tickBrowser: 'Je connais cette application et je viens de choisir de m’y connecter',
  yesBrowser: 'Oui, me connecter',
  noBrowser: 'Non, revenir',
  tickMissing: 'Cochez la case pour confirmer que c’est bien à vous.',
  unverified: 'Non vérifié : ce nom a été choisi librement et personne ici ne l’a contrôlé.',
  unverifiedSite: 'Non vérifié : seul ce site est certain. Personne ici n’a contrôlé qui se trouve derrière.',
  requestedScopes: 'Ce qui sera autorisé',
  scopesHint: 'Décochez tout ce que vous ne voulez pas autoriser.',
  scopesMissing: 'Laissez au moins une case cochée, ou dites non.',
  scopesTooFar:
    'Cette demande ne vient pas de près de chez vous : vous ne pouvez pas tout autoriser. Décochez quelque chose, ou dites non.',
  wishFor: 'Accès à : {scope}',
  scopeOpenId: 'Savoir que c’est vous',
  scopeProfile: 'Voir votre nom',
  scopeEmail: 'Voir votre adresse e-mail',
  mayApprove: 'Peut associer d’autres appareils pour moi',
  mayApproveHint: 'Laissez cette case vide si vous ne savez pas pourquoi vous en auriez besoin.',
  yes: 'Oui, associer',
  yesSoon: 'Prenez un instant pour lire ceci. Ensuite, vous pourrez dire oui.',
  no: 'Non, ne pas associer',
  signedInAs: 'Vous utilisez le compte {name}',
  switchAccount: 'Changer',
  where: 'Où',
  when: 'Quand',
  ownNetwork: 'Votre propre réseau ({address})',
  localNetwork: 'Un réseau local ({address})',
  unknownPlace: 'Lieu inconnu',
  knownTo: 'Connu de {service}',
  knownToOn: 'Connu de {service} · sur {system}',
  far: 'Cette demande semble venir de loin.',
  farAt: 'Cette demande semble venir de loin : {place}.',
  unknown: 'Nous ne savons pas d’où vient cette demande.',
  notYours: 'Si vous ne venez pas de faire cette demande, dites non.',
  hidden: 'Cette demande cache d’où elle vient.',
  asked: 'Demandé {time}',
};

export const overWords: Catalogue<'fr'>['over'] = {
  expired: {
    title: 'Ce code a expiré',
    text: 'Rien n’a été associé. Demandez un nouveau code sur votre téléviseur ou votre appareil et saisissez-le ici.',
  },
  approved: { title: 'Déjà associé', text: 'Ce code a déjà été utilisé.' },
  redeemed: { title: 'Déjà associé', text: 'Ce code a déjà été utilisé.' },
  denied: {
    title: 'Rien n’a été associé',
    text: 'Quelqu’un a dit non à ce code. Si c’était une erreur, demandez un nouveau code sur l’appareil.',
  },
  cancelled: {
    title: 'Rien n’a été associé',
    text: 'L’appareil a annulé sa demande. Demandez-y un nouveau code.',
  },
  gone: {
    title: 'Cette page a expiré',
    text: 'Il y a eu une nouvelle connexion depuis, ou elle est restée ouverte trop longtemps. Saisissez de nouveau le code.',
  },
  signInOver: {
    title: 'Cette connexion est terminée',
    text: 'Il y a déjà été répondu, ou elle a pris trop de temps. Retournez dans l’application et connectez-vous à nouveau.',
  },
  typeIt: {
    title: 'Saisissez vous-même le code',
    text: 'D’après ce que nous savons, cette demande ne vient pas de près de chez vous : un lien ne suffit pas. Regardez votre appareil et saisissez le code qu’il affiche.',
  },
  typeStrong: {
    title: 'Pas avec ce lien',
    text: 'D’après ce que nous savons, l’application ne fonctionne pas près de chez vous : son lien ne suffit pas. Ouvrez le lien sur l’appareil où l’application fonctionne, ou obtenez un code court dans l’application et saisissez-le ici.',
  },
  tooFar: {
    title: 'Trop loin',
    text: 'D’après ce que nous savons, cette demande ne vient pas de près de chez vous : elle ne peut pas être acceptée d’ici. Allez près de l’appareil avec votre téléphone, ou rejoignez son réseau, et saisissez le code là-bas.',
  },
  blocked: {
    title: 'Vous avez bloqué ceci',
    text: 'Vous avez déjà dit que vous n’aviez pas fait cette demande : rien n’a été associé. Si c’était une erreur, débloquez-le dans « Vos appareils ».',
  },
  notInGroup: {
    title: 'Vous ne pouvez pas associer ceci',
    text: 'C’est réservé à certains groupes là où vous vous connectez, et vous n’êtes dans aucun. Rien n’a été associé.',
  },
  refusedHere: {
    title: 'Impossible d’associer',
    text: 'C’est bloqué ici pour un temps, car des personnes ont signalé qu’elles n’avaient pas fait cette demande. Rien n’a été associé.',
  },
  again: 'Saisir un code',
  devices: 'Voir mes appareils',
};

export const doneWords: Catalogue<'fr'>['done'] = {
  titles: {
    tv: 'C’est fait. Regardez votre téléviseur',
    console: 'C’est fait. Revenez à votre console',
    phone: 'C’est fait. Regardez votre téléphone',
    tablet: 'C’est fait. Regardez votre tablette',
    computer: 'C’est fait. Revenez à votre ordinateur',
    terminal: 'C’est fait. Revenez à votre terminal',
    speaker: 'C’est fait. Revenez à votre enceinte',
    server: 'C’est fait. Revenez à votre serveur',
    device: 'C’est fait. Revenez à votre appareil',
  },
  titleApp: 'C’est fait. Revenez à l’application',
  linked: '{name} est associé à votre compte.',
  takesAMoment: 'Votre appareil peut prendre quelques secondes.',
  name: 'Donnez un nom à cet appareil',
  save: 'Enregistrer le nom',
  saved: 'Enregistré.',
  another: 'Associer un autre appareil',
  close: 'Vous pouvez fermer cette fenêtre.',
  forward: 'Continuer vers {host}',
  forwardHere: 'Continuer vers l’application sur cet ordinateur',
  forwarding: 'Retour vers {host} …',
  forwardingHere: 'Retour à l’application sur cet ordinateur …',
  forwardRefused:
    'L’application voulait vous envoyer à une adresse qui n’est pas autorisée ici. Revenez vous-même à l’application.',
  saidNo: 'Vous avez dit non',
  saidNoText: 'Rien n’a été associé. Si quelqu’un vous a envoyé ce code ou ce lien, n’y répondez pas.',
  wrongNumber: 'Ce n’était pas le bon nombre',
  wrongNumberText:
    'Rien n’a été associé et ce code ne fonctionne plus. Demandez un nouveau code sur votre appareil. Si vous ne pouviez pas y voir le nombre, quelqu’un d’autre vous a peut-être envoyé le code.',
};

export const authWords: Catalogue<'fr'>['auth'] = {
  title: 'Un instant …',
  lead: 'Nous regardons ce que demande l’application.',
  incomplete: 'Ce lien est incomplet',
  incompleteText:
    'Revenez à l’application et réessayez. Si elle affiche un code, vous pouvez le saisir ici à la place.',
  noScript:
    'Rien ne se passe ? Cette page a besoin de JavaScript. Si l’application affiche un code, vous pouvez le saisir à la place.',
  go: 'Continuer',
  typeCode: 'Saisir un code',
};

export const continueWords: Catalogue<'fr'>['continue'] = {
  title: 'Associer une application ou un appareil ?',
  lead: 'Vous avez suivi un lien de connexion. Continuez pour voir quelle application ou quel appareil fait la demande.',
  go: 'Continuer',
  typeCode: 'Saisir un code',
};

/** An app that leads a browser here to sign in, and is led back to. */
export const authorizeWords: Catalogue<'fr'>['authorize'] = {
  title: 'Cette application ne peut pas vous connecter ici',
  text: 'Elle vous a envoyé ici d’une manière à laquelle on ne peut pas répondre, et rien ne lui a été renvoyé. Vous n’y pouvez rien ; la personne qui gère l’application, si.',
  client: 'Son client_id manque, est donné deux fois ou est inconnu ici.',
  redirectUri:
    'Son redirect_uri manque, est donné deux fois ou ne fait pas partie de ceux enregistrés ici pour l’application.',
  signedIn: 'Connexion en cours',
  notSignedIn: 'Vous avez dit non',
  signedInTo: 'La connexion à {app} a réussi.',
  anotherDevice: 'Se connecter avec un autre appareil',
  noKeyboard: 'Pas de clavier ? Un téléphone suffit.',
  goesOn: 'Ensuite, cet écran passera à {app}.',
  typeNumber: 'Saisissez {number} sur l’autre appareil',
  nobody: 'Personne n’a été connecté ici.',
};
