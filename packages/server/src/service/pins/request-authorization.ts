// An authorization request by redirect (RFC 6749 §4.1). Nothing of it is stored before its person has answered, because any site
// can lead a browser to it; until then it is a draft in the hands of that browser, sealed.
import { plexCodes } from '../../domain/code.ts';
import { mayUseGrant } from '../../domain/oauth-client.ts';
import type {
  AuthorizationRequest,
  OpenIdRequest,
  Prompt,
  RedirectRequest,
} from '../../domain/authorization-request.ts';
import type { Pin, Requester } from '../../domain/pin.ts';
import { isRedirectUri } from '../../domain/redirect-uri.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { defaultScopes, findOverreach, openIdScope, type Overreach } from '../../domain/scopes.ts';
import type { OAuthClient, OAuthClients } from '../ports/oauth-clients.ts';
import { admitRequest, type AdmissionPorts } from './admit-request.ts';
import type { PinPorts } from './pin-ports.ts';
import { requestPin, type PinRequest } from './request-pin.ts';

/** What a client asks for. */
export interface RedirectQuery {
  readonly uri: string;
  readonly state: string | null;
  /** Null for all that the client is registered for. */
  readonly scopes: readonly string[] | null;
  /** RFC 8707. */
  readonly resources: readonly string[];
  readonly openid: OpenIdRequest;
  /** RFC 7636, `S256`. */
  readonly codeChallenge: string;
  /** Thumbprint of the key to bind the code to (RFC 9449 §10), or null. */
  readonly keyThumbprint: string | null;
}

/** A request that its client may make. */
export interface RedirectAuthorization {
  readonly clientId: string;
  readonly uri: string;
  readonly state: string | null;
  readonly authorizationRequest: AuthorizationRequest;
  readonly keyThumbprint: string | null;
  /** How the client wants its person to be asked, with or without the scope `openid`. */
  readonly prompt: readonly Prompt[];
  /** See `RedirectRequest`. */
  readonly signedInSince: number | null;
}

/** A request on its way to an answer. */
export interface AuthorizationDraft extends RedirectAuthorization {
  /** The authorization code, if there is ever to be one. */
  readonly code: string;
  /** Hash of the id of the browser that asks. */
  readonly browser: string;
  /** When its question was shown first, in milliseconds since the epoch. */
  readonly askedAt: number;
}

/** Why a client may not ask so. */
export type RedirectRefusal = { readonly kind: 'grant' } | { readonly kind: 'overreach'; readonly what: Overreach };

/** Since when whoever approves must have signed in: from now on, or `max_age` seconds ago, or whenever. */
function signedInSinceOf({ prompt, maxAge }: OpenIdRequest, now: number): number | null {
  if (prompt.includes('login')) return now;
  return maxAge === null ? null : now - maxAge * 1000;
}

/**
 * Judges an authorization request of a client.
 *
 * @param now when it arrived, in milliseconds since the epoch
 */
export function judgeRedirect(
  client: OAuthClient,
  { uri, state, scopes, resources, openid, codeChallenge, keyThumbprint }: RedirectQuery,
  now: number,
): Result<RedirectAuthorization, RedirectRefusal> {
  if (!mayUseGrant(client, 'authorization_code')) return refused({ kind: 'grant' });
  const wanted = scopes ?? defaultScopes(client);
  const what = findOverreach(client, wanted, resources);
  if (what !== null) return refused({ kind: 'overreach', what });
  return accepted({
    clientId: client.id,
    uri,
    state,
    authorizationRequest: {
      scopes: wanted,
      resources,
      ...(wanted.includes(openIdScope) ? { openid } : {}),
      codeChallenge,
    },
    keyThumbprint,
    prompt: openid.prompt,
    signedInSince: signedInSinceOf(openid, now),
  });
}

/** The client of a request, if there is one and it may be answered where the request says. */
export async function findRedirectClient(
  { oauthClients }: { readonly oauthClients: Pick<OAuthClients, 'byId'> },
  { clientId, redirectUri }: { readonly clientId: string; readonly redirectUri: string },
): Promise<Result<OAuthClient, 'client' | 'redirect-uri'>> {
  const client = await oauthClients.byId(clientId);
  if (client === undefined) return refused('client');
  return isRedirectUri(client.redirectUris ?? [], redirectUri) ? accepted(client) : refused('redirect-uri');
}

/** Begins to ask: draws the code that an approval will give out. */
export const draftAuthorization = (
  { random, clock }: Pick<PinPorts, 'random' | 'clock'>,
  authorization: RedirectAuthorization,
  browser: string,
): AuthorizationDraft => ({
  ...authorization,
  code: `${random.id()}${random.id()}`,
  browser,
  askedAt: clock.now(),
});

/** How long a question may stand before it is answered, in milliseconds. */
const draftLife = plexCodes.strong.life;

/** What a draft becomes a pin of. */
export type DraftPin = Pick<
  PinRequest,
  'protocol' | 'kind' | 'clientId' | 'requester' | 'authorizationRequest' | 'keyThumbprint' | 'deviceKey'
> & { readonly redirect: RedirectRequest };

/** See {@link DraftPin}. */
export const pinOf = (keys: PinPorts['keys'], draft: AuthorizationDraft, requester: Requester): DraftPin => ({
  protocol: 'oauth',
  kind: 'strong',
  clientId: draft.clientId,
  requester,
  authorizationRequest: draft.authorizationRequest,
  keyThumbprint: draft.keyThumbprint,
  deviceKey: null,
  redirect: {
    uri: draft.uri,
    state: draft.state,
    code: keys.seal('authorization-code', draft.code),
    browser: draft.browser,
    signedInSince: draft.signedInSince,
  },
});

/**
 * The pin that a draft would be, of which nothing is stored yet. It has version 0.
 *
 * @param requester where it would come from
 */
export const unstoredPin = (
  { keys }: Pick<PinPorts, 'keys'>,
  draft: AuthorizationDraft,
  requester: Requester,
): Pin => ({
  ...pinOf(keys, draft, requester),
  id: '',
  publicId: keys.hash(draft.code),
  code: '',
  createdAt: draft.askedAt,
  expiresAt: draft.askedAt + draftLife,
  version: 0,
  state: { at: 'pending', opened: null },
});

/** The pin that became of a draft; undefined until somebody has answered. */
export const findDraft = (
  { pins, keys }: Pick<PinPorts, 'pins' | 'keys'>,
  { code }: AuthorizationDraft,
): Promise<Pin | undefined> => pins.byPublicId('oauth', keys.hash(code));

/** What storing a draft needs from outside. */
export type AuthorizationPorts = AdmissionPorts &
  Pick<PinPorts, 'keys'> & { readonly oauthClients: Pick<OAuthClients, 'markUsed'> };

/**
 * Stores a draft that somebody answers, within the limits of all requests. Once: a second answer, from another tab or by the
 * back button, finds what became of the first.
 */
export async function storeDraft(
  ports: AuthorizationPorts,
  draft: AuthorizationDraft,
  requester: Requester,
): Promise<PinResult<Pin>> {
  if (ports.clock.now() >= draft.askedAt + draftLife) return refused({ kind: 'expired' });
  const publicId = ports.keys.hash(draft.code);
  const request = pinOf(ports.keys, draft, requester);
  const admitted = await admitRequest(ports, { ...request, format: plexCodes.strong });
  if (!admitted.ok) return admitted;
  const ids = [publicId];
  const issued = await requestPin(ports, { ...request, format: admitted.value, drawPublicId: () => ids.pop() });
  if (issued.ok) {
    await ports.oauthClients.markUsed(draft.clientId, issued.value.createdAt);
    return issued;
  }
  const stored = await ports.pins.byPublicId('oauth', publicId);
  return stored === undefined ? issued : accepted(stored);
}
