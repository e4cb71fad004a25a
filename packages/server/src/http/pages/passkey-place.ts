import type { PasskeyPlace } from '../../accounts/passkeys.ts';
import { passkeySite, type NoPasskeys, type PasskeySite } from '../../config/passkey-site.ts';
import type { PageRequest } from './page-request.ts';

/** Where the passkeys of a page work, or why they do not. */
export const siteOf = ({ c, dependencies }: PageRequest): PasskeySite | NoPasskeys =>
  passkeySite(c.env.baseUrl, dependencies.context.settings.passkeyDomain);

/** Whether people sign in outside of this service, so that a passkey of ours opens nothing. */
export const isOutside = ({ dependencies }: PageRequest): boolean => dependencies.context.outsideSignIn !== null;

/** The domain at which passkeys work now; undefined where none do. */
export function domainOf(pageRequest: PageRequest): string | undefined {
  if (isOutside(pageRequest)) return undefined;
  const site = siteOf(pageRequest);
  return typeof site === 'string' ? undefined : site.domain;
}

/**
 * Where a page is that asks for a passkey.
 *
 * @param browser a secret that only this browser has; null when it has none
 */
export function placeOf(pageRequest: PageRequest, browser: string | null): PasskeyPlace | undefined {
  const site = siteOf(pageRequest);
  return typeof site === 'string' || browser === null || isOutside(pageRequest) ? undefined : { ...site, browser };
}

/** Where the second step of a sign-in is. */
export const secondStepPath = (step: string, next: string): string =>
  `/signin/passkey?step=${step}&next=${encodeURIComponent(next)}`;
