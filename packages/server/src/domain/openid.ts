// Pure: no I/O, no clock, no randomness. What OpenID Connect adds: how fresh a sign-in is to be, and what is said of it.
import { isSignInSince } from './approval-policy.ts';
import type { OpenIdRequest } from './authorization-request.ts';
import type { Pin } from './pin.ts';
import type { ApprovalSignIn } from './session.ts';

/** The scopes of OpenID Connect that are known here: who it is, their names, their e-mail address (Core §5.4). */
export const openIdScopes = ['openid', 'profile', 'email'] as const;

/** The class of a sign-in that no other page can ask for in its stead, as by a passkey (OpenID EAP ACR Values §2). */
export const phishingResistant = 'phr';

/** What is said of a sign-in: OpenID Connect Core §2; `amr` in the words of RFC 8176. Nothing of what is not known. */
export interface AuthenticationClaims {
  /** Seconds since the epoch. */
  readonly auth_time?: number;
  readonly acr?: string;
  readonly amr?: readonly string[];
}

/** The class of a sign-in; null for none that has a name. A provider's is in its own words. */
export const acrOf = ({ method, acr }: Pick<ApprovalSignIn, 'method' | 'acr'>): string | null =>
  method === 'passkey' ? phishingResistant : acr;

const amrOf = ({ method, amr }: ApprovalSignIn): readonly string[] =>
  method === 'password' && amr.length === 0 ? ['pwd'] : amr;

/** What an ID token says of the sign-in in whose session its person said yes; undefined for an approval by a device. */
export function authenticationClaims(signIn: ApprovalSignIn | undefined): AuthenticationClaims {
  if (signIn === undefined) return {};
  const { signedInAt } = signIn;
  const [acr, amr] = [acrOf(signIn), amrOf(signIn)];
  return {
    ...(signedInAt === null ? {} : { auth_time: (signedInAt - (signedInAt % 1000)) / 1000 }),
    ...(acr === null ? {} : { acr }),
    ...(amr.length === 0 ? {} : { amr }),
  };
}

/** A request that may want a fresh sign-in. Times in milliseconds since the epoch. */
export interface SignInDemand {
  /** Undefined for a request without OpenID Connect, which wants none. */
  readonly openid: OpenIdRequest | undefined;
  readonly requestedAt: number;
}

/** What the request of a pin wants of the sign-in of whoever approves it. One by redirect says itself since when. */
export const signInDemandOf = ({
  authorizationRequest,
  redirect,
  createdAt,
}: Pick<Pin, 'authorizationRequest' | 'redirect' | 'createdAt'>): SignInDemand => ({
  openid: redirect === undefined ? authorizationRequest?.openid : undefined,
  requestedAt: createdAt,
});

/**
 * Whether a sign-in is as fresh as its client wants it: `prompt=login`, and `max_age` (Core §3.1.2.1). One that was made for the
 * request is, however long its person then took to say yes.
 *
 * @param signedInAt milliseconds since the epoch; null or undefined when it is not known, which is never fresh
 */
export function isFreshFor(
  { openid, requestedAt }: SignInDemand,
  signedInAt: number | null | undefined,
  now: number,
): boolean {
  const maxAge = openid?.maxAge ?? null;
  const wantsLogin = openid?.prompt.includes('login') === true;
  if (maxAge === null && !wantsLogin) return true;
  if (isSignInSince(signedInAt, requestedAt)) return true;
  return !wantsLogin && maxAge !== null && typeof signedInAt === 'number' && now - signedInAt <= maxAge * 1000;
}

/** Whether a client would like a passkey sign-in (`acr_values`) and this was none. */
export const lacksPasskey = (
  openid: OpenIdRequest | undefined,
  signIn: Pick<ApprovalSignIn, 'method' | 'acr'>,
): boolean => {
  const wanted = openid?.acrValues ?? [];
  return wanted.includes(phishingResistant) && !wanted.includes(acrOf(signIn) ?? '');
};
