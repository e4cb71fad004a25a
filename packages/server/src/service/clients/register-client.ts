import type { Address } from '../../domain/address.ts';
import { shownText } from '../../domain/device-info.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { ClientGrant } from '../../domain/oauth-client.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Keys } from '../ports/keys.ts';
import type { Limits } from '../ports/limits.ts';
import type { CreatedClient, NewClients } from '../ports/new-clients.ts';
import type { ClientAuthMethod, OAuthClients } from '../ports/oauth-clients.ts';
import type { Random } from '../ports/random.ts';

/** The operator's rules for dynamic client registration. */
export interface ClientRegistrationRules {
  /** Who may register one: nobody, holders of an initial access token, or anybody. */
  readonly access: 'off' | 'token' | 'open';
  /** Hashes of the initial access tokens (RFC 7591 §3). */
  readonly tokenHashes: readonly string[];
  /** The scopes that such a client may have. */
  readonly scopes: readonly string[];
  /** The resources that its tokens may be for. */
  readonly audiences: readonly string[];
}

/** What registering a client needs from outside. */
export interface RegisterClientPorts {
  readonly oauthClients: Pick<OAuthClients, 'addUnverified'>;
  readonly newClients: NewClients;
  readonly limits: Limits;
  readonly keys: Pick<Keys, 'hash'>;
  readonly clock: Clock;
  readonly random: Pick<Random, 'id'>;
  readonly clientRegistrationRules: ClientRegistrationRules;
}

/** What a client says of itself (RFC 7591 §2); null for what it leaves out. */
export interface ClientMetadata {
  readonly name: string | null;
  readonly authMethod: ClientAuthMethod;
  readonly scopes: readonly string[] | null;
  readonly grantTypes: readonly string[];
  readonly redirectUris: readonly string[];
  readonly jwks: object | null;
  readonly jwksUri: string | null;
}

/** A client that wants to be registered (RFC 7591 §3.1). */
export interface ClientRegistration<Fault> {
  readonly address: Address;
  /** The initial access token, or null. */
  readonly token: string | null;
  /** As they were parsed; a fault is returned only to those who may register. */
  readonly metadata: Result<ClientMetadata, Fault>;
}

/** The part of its metadata that a client may not have. */
export type MetadataFault = 'scope' | 'jwks' | 'jwks-uri' | 'redirect-uri';

/** Why a client is not registered. */
export type ClientRegistrationRefusal<Fault> =
  | Refusal
  /** Nobody may. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'no-token' }
  | { readonly kind: 'wrong-token' }
  | { readonly kind: 'malformed'; readonly fault: Fault }
  | { readonly kind: 'unacceptable'; readonly what: MetadataFault };

/** The name of a client that gives none, or none that can be shown. */
const nameless = 'Unnamed app';

/** How many clients that registered themselves are kept; each is a few KiB, one with the longest keys 20. */
const mostRegistered = 5000;

/** How long a client is kept that never requested a code while others need its place, in milliseconds. */
const unusedFor = 60 * 60 * 1000;

/** Whether somebody may register a client. */
async function admit(
  { limits, keys, clientRegistrationRules: { access, tokenHashes } }: RegisterClientPorts,
  { address, token }: Pick<ClientRegistration<unknown>, 'address' | 'token'>,
): Promise<Result<undefined, ClientRegistrationRefusal<never>>> {
  if (access === 'off') return refused({ kind: 'closed' });
  const budget = await limits.spend('issue', address);
  if (!budget.ok || access === 'open') return budget;
  if (token === null) return refused({ kind: 'no-token' });
  return tokenHashes.includes(keys.hash(token)) ? budget : refused({ kind: 'wrong-token' });
}

const grantNames: Readonly<Record<ClientGrant, string>> = {
  device_code: 'urn:ietf:params:oauth:grant-type:device_code',
  authorization_code: 'authorization_code',
};

const grantsOf = (grantTypes: readonly string[]): readonly ClientGrant[] =>
  (['device_code', 'authorization_code'] as const).filter((grant) => grantTypes.includes(grantNames[grant]));

function faultOf(problems: readonly { readonly path: string }[]): MetadataFault {
  const isAbout = (member: string): boolean => problems.some(({ path }) => path.startsWith(member));
  if (isAbout('redirectUris')) return 'redirect-uri';
  return isAbout('jwksUri') ? 'jwks-uri' : 'jwks';
}

/** Makes the requested client. Its metadata is not verified, and it is marked so. */
function make(
  { newClients, random, clientRegistrationRules: { scopes: allowed, audiences } }: RegisterClientPorts,
  { name, authMethod, scopes, grantTypes, redirectUris, jwks, jwksUri }: ClientMetadata,
): Result<CreatedClient, MetadataFault> {
  if (scopes?.some((scope) => !allowed.includes(scope)) === true) return refused('scope');
  const made = newClients.make({
    id: random.id(),
    name: shownText(name) ?? nameless,
    authMethod,
    scopes: scopes ?? allowed,
    audiences,
    ...(grantTypes.includes('refresh_token') ? {} : { refreshTokenLife: 0 }),
    ...(jwks === null ? {} : { jwks }),
    ...(jwksUri === null ? {} : { jwksUri }),
    ...(redirectUris.length === 0 ? {} : { redirectUris }),
    grants: grantsOf(grantTypes),
  });
  if (!made.ok) return refused(faultOf(made.refusal));
  return accepted({ ...made.value, client: { ...made.value.client, isVerified: false } });
}

/** Registers a client dynamically (RFC 7591). */
export async function registerClient<Fault>(
  ports: RegisterClientPorts,
  registration: ClientRegistration<Fault>,
): Promise<Result<CreatedClient & Pick<ClientMetadata, 'grantTypes'>, ClientRegistrationRefusal<Fault>>> {
  const admitted = await admit(ports, registration);
  if (!admitted.ok) return admitted;
  const { metadata } = registration;
  if (!metadata.ok) return refused({ kind: 'malformed', fault: metadata.refusal });
  const made = make(ports, metadata.value);
  if (!made.ok) return refused({ kind: 'unacceptable', what: made.refusal });

  const unusedSince = ports.clock.now() - unusedFor;
  const { client } = made.value;
  const registered = await ports.oauthClients.addUnverified(client, { most: mostRegistered, unusedSince });
  if (registered === 'full') return refused({ kind: 'busy', retryAfter: unusedFor / 1000 });
  if (registered === 'taken') throw new Error('A drawn client identifier was taken.');
  return accepted({ ...made.value, grantTypes: metadata.value.grantTypes });
}
