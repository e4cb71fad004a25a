import type { AdmissionPorts } from '../../service/pins/admit-request.ts';
import type { DecisionPorts } from '../../service/pins/decide-pin.ts';
import type { PinPorts } from '../../service/pins/pin-ports.ts';
import type { CodeAttempts } from '../../service/ports/code-attempts.ts';
import type { ServiceContext } from './context.ts';

const day = 24 * 60 * 60 * 1000;

/** What deciding about a pin needs, of what every route has. */
export function decisionPorts({
  ports,
  store,
  geoip,
  settings,
  codeAttempts,
}: ServiceContext): DecisionPorts & { readonly codeAttempts: CodeAttempts } {
  const plex = { whenFar: settings.plexWhenFar, scopeWhenFar: {}, unknownIsFar: settings.plexUnknownIsFar };
  return {
    ...ports,
    codeAttempts,
    geoip,
    blocks: store.blocks,
    approvalRules: { plex, freshFor: settings.freshSignInDays * day },
  };
}

/** What a request for a pin needs, of what every route has. */
export const admissionPorts = ({ ports, store, limits, codeAttempts }: ServiceContext): AdmissionPorts & PinPorts => ({
  ...ports,
  blocks: store.blocks,
  limits,
  codeAttempts,
});
