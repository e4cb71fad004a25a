// Pure: no I/O, no clock, no randomness. What the settings say to the use cases.
import { isLoopbackOnly } from '../config/loopback.ts';
import type { Settings } from '../config/settings.ts';
import { eventKinds, type EventKind } from '../domain/event-kinds.ts';
import type { PasswordRoutes } from '../service/accounts/sign-in-device.ts';
import type { ClientRegistrationRules } from '../service/clients/register-client.ts';
import type { ApprovalRules } from '../service/pins/decide-pin.ts';

const day = 24 * 60 * 60 * 1000;

/** The event kinds to deliver; none without a receiver. */
export function toldKinds({ webhookUrl, webhookKinds }: Settings): ReadonlySet<EventKind> {
  if (webhookUrl === undefined) return new Set();
  return new Set<EventKind>(webhookKinds.length === 0 ? eventKinds : webhookKinds);
}

export const clientRegistrationRulesOf = (settings: Settings): ClientRegistrationRules => ({
  access: settings.clientRegistration,
  tokenHashes: settings.registrationTokens,
  scopes: settings.registrationScopes,
  audiences: settings.registrationAudiences,
});

/** By itself the way is open while nothing but this machine is answered. */
export function passwordRoutesOf(settings: Settings): PasswordRoutes {
  if (!settings.passwords) return 'nobody';
  if (settings.passwordRoutes !== 'auto') return settings.passwordRoutes === 'on' ? 'everybody' : 'nobody';
  return isLoopbackOnly(settings) ? 'this-machine' : 'nobody';
}

export const approvalRulesOf = ({ plexWhenFar, plexUnknownIsFar, freshSignInDays }: Settings): ApprovalRules => ({
  plex: { whenFar: plexWhenFar, scopeWhenFar: {}, unknownIsFar: plexUnknownIsFar },
  freshFor: freshSignInDays === 0 ? null : freshSignInDays * day,
});
