// Pure: no I/O, no clock, no randomness. French: the list of devices.
import type { Catalogue } from '../catalogue.ts';

export const deviceWords: Catalogue<'fr'>['devices'] = {
  title: 'Vos appareils',
  none: 'Pas encore d’appareils',
  noneText: 'Les téléviseurs et autres appareils que vous associez apparaissent ici.',
  link: 'Associer un appareil',
  linked: {
    place: 'Associé {time} depuis {place}',
    ownNetwork: 'Associé {time} depuis votre propre réseau',
    localNetwork: 'Associé {time} depuis un réseau local',
    unknown: 'Associé {time}',
  },
  collected: {
    place: 'Connecté {time} depuis {place}',
    ownNetwork: 'Connecté {time} depuis votre propre réseau',
    localNetwork: 'Connecté {time} depuis un réseau local',
    unknown: 'Connecté {time}',
  },
  notCollected: 'Associé, mais pas encore connecté.',
  notCollectedDo: 'Ouvrez de nouveau l’application sur l’appareil. Si elle affiche encore un code, associez ce code.',
  manage: 'Gérer',
  elsewhere:
    'Cet appareil s’est connecté depuis un autre réseau que celui de la demande. Si ce n’était pas vous, dissociez-le.',
  lastUsed: 'Utilisé {time}',
  mayApprove: 'Peut associer d’autres appareils pour vous',
  mayAll: 'A un accès complet à votre compte',
  mayKnow: 'Peut seulement voir qui vous êtes',
  may: 'Autorisé : {things}',
  name: 'Nom',
  save: 'Enregistrer',
  revoke: 'Dissocier',
  revokeText: 'L’appareil sera déconnecté immédiatement. Pour l’utiliser de nouveau, associez-le à nouveau.',
  revokeLater: 'Certains services ne s’en apercevront peut-être que {time}.',
  revokeYes: 'Oui, dissocier',
  renamed: 'Nom enregistré.',
  revoked: 'Dissocié. L’appareil est maintenant déconnecté.',
  blocked: 'Dissocié et bloqué. L’appareil est maintenant déconnecté.',
  unblocked: 'Débloqué. Il peut de nouveau vous faire une demande.',
};
