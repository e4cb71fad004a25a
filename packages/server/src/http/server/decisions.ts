import type { DecisionPorts } from '../../service/pins/decide-pin.ts';
import type { Guesses } from '../../service/ports/guesses.ts';
import type { ServiceContext } from '../context.ts';

const day = 24 * 60 * 60 * 1000;

/** What deciding about a pin needs, of what every route has. */
export function decisionPorts({
  ports,
  store,
  places,
  settings,
  guesses,
}: ServiceContext): DecisionPorts & { readonly guesses: Guesses } {
  const plex = { whenFar: settings.plexWhenFar, scopeWhenFar: {}, unknownIsFar: settings.plexUnknownIsFar };
  return {
    ...ports,
    guesses,
    places,
    blocks: store.blocks,
    oauthClients: store.oauthClients,
    approvalRules: { plex, freshFor: settings.freshSignInDays * day },
  };
}
