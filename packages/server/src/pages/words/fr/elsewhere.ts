// Pure: no I/O, no clock, no randomness. French: sign-in at a provider.
import type { Catalogue } from '../catalogue.ts';

/** The words of sign-in at a provider. */
export const elsewhereWords: Catalogue<'fr'>['elsewhere'] = {
  signInWith: 'Se connecter avec {provider}',
  or: 'ou avec un mot de passe',
  again: 'Confirmez que c’est vous',
  againLead: 'Cela fait un moment. Connectez-vous à nouveau pour continuer.',
  out: 'Vous êtes déconnecté.',
  tryAgain: 'Réessayer',
  withPassword: 'Se connecter avec un mot de passe',
  connectTitle: 'Associer {provider} ?',
  connectLead: 'Quiconque s’y connecte en tant que {person} pourra alors utiliser ici le compte {name}.',
  connectYes: 'Oui, l’associer',
  connectNo: 'Non, revenir',
  waysIn: 'Autres façons de se connecter',
  connectTo: 'Associer {provider}',
  connectedAs: '{provider} : {person}',
  disconnect: 'Dissocier',
  connected: 'Associé. Vous pouvez désormais vous connecter ainsi.',
  disconnected: 'Dissocié.',
  lastWay: 'C’est le seul accès à votre compte, il reste donc associé.',
  noPassword: 'Votre compte n’a pas de mot de passe : vous vous connectez ailleurs.',
};

/** Why somebody does not come in from a provider. */
export const arrivalWords: Catalogue<'fr'>['arrival'] = {
  unreachable: {
    title: 'Votre connexion est injoignable',
    text: '{provider} ne répond pas pour l’instant. Réessayez dans une minute.',
  },
  denied: {
    title: 'Vous n’êtes pas connecté',
    text: '{provider} ne vous a pas connecté. Si vous y avez dit non, rien ne s’est passé ici.',
  },
  invalid: {
    title: 'Cette connexion n’a pas abouti',
    text: 'Ce qui est revenu de {provider} est inutilisable. Recommencez.',
  },
  stale: {
    title: 'Cette connexion est terminée',
    text: 'Elle a commencé dans un autre navigateur ou il y a trop longtemps. Recommencez ici.',
  },
  'not-fresh': {
    title: 'Veuillez vous reconnecter',
    text: 'Pour cette étape, vous devez vous connecter à nouveau, mais {provider} ne vous l’a pas demandé. Déconnectez-vous d’abord là-bas, puis réessayez.',
  },
  'email-unverified': {
    title: 'Votre adresse e-mail n’est pas confirmée',
    text: 'Seules les personnes dont l’adresse est confirmée peuvent entrer. Confirmez la vôtre auprès de {provider}.',
  },
  'other-domain': {
    title: 'Vous ne pouvez pas entrer avec ce compte',
    text: '{service} n’est pas ouvert à votre adresse e-mail chez {provider}. Utilisez un autre compte ou demandez à qui gère le service.',
  },
  'no-group': {
    title: 'Vous ne pouvez pas entrer avec ce compte',
    text: '{service} est réservé à certains groupes chez {provider}, et vous n’êtes dans aucun.',
  },
  'groups-unknown': {
    title: 'Nous ne connaissons pas vos groupes',
    text: '{provider} n’a pas dit dans quels groupes vous êtes, et {service} est réservé à certains. Demandez à qui gère le service.',
  },
  'need-invite': {
    title: 'Il vous faut une invitation',
    text: 'Il n’y a pas encore de compte pour vous ici. Ouvrez le lien d’invitation que vous avez reçu et connectez-vous à partir de là.',
  },
  closed: {
    title: 'Pas de nouveaux comptes ici',
    text: 'Il n’y a pas de compte pour vous ici, et aucun n’est créé. Si vous en avez un, connectez-vous-y et associez celui-ci.',
  },
  'invite-gone': {
    title: 'Cette invitation ne fonctionne plus',
    text: 'Elle a déjà été utilisée ou elle a expiré. Demandez-en une nouvelle.',
  },
  taken: {
    title: 'C’est déjà à quelqu’un',
    text: 'La personne que vous êtes chez {provider} est déjà associée à un compte ici.',
  },
};
