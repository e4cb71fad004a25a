import type { Address } from '../../domain/address.ts';
import { shownText } from '../../domain/device-info.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refused, type Result } from '../../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Keys } from '../ports/keys.ts';
import type { Limits } from '../ports/limits.ts';
import type { CreatedClient, NewClients } from '../ports/new-clients.ts';
import type { OAuthClients } from '../ports/oauth-clients.ts';
import type { Random } from '../ports/random.ts';
import { makeSelfDescribed, type ClientMetadata, type MetadataFault, type SelfDescription } from './self-described.ts';

/** The operator's rules for dynamic client registration. */
export interface ClientRegistrationRules extends SelfDescription {
  /** Who may register one: nobody, holders of an initial access token, or anybody. */
  readonly access: 'off' | 'token' | 'open';
  /** Hashes of the initial access tokens (RFC 7591 §3). */
  readonly tokenHashes: readonly string[];
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

/** A client that wants to be registered (RFC 7591 §3.1). */
export interface ClientRegistration<Fault> {
  readonly address: Address;
  /** The initial access token, or null. */
  readonly token: string | null;
  /** As they were parsed; a fault is returned only to those who may register. */
  readonly metadata: Result<ClientMetadata, Fault>;
}

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

/** Registers a client dynamically (RFC 7591). */
export async function registerClient<Fault>(
  ports: RegisterClientPorts,
  registration: ClientRegistration<Fault>,
): Promise<Result<CreatedClient, ClientRegistrationRefusal<Fault>>> {
  const admitted = await admit(ports, registration);
  if (!admitted.ok) return admitted;
  const { metadata } = registration;
  if (!metadata.ok) return refused({ kind: 'malformed', fault: metadata.refusal });
  const identity = { id: ports.random.id(), name: shownText(metadata.value.name) ?? nameless };
  const made = makeSelfDescribed(ports.newClients, ports.clientRegistrationRules, identity, metadata.value);
  if (!made.ok) return refused({ kind: 'unacceptable', what: made.refusal });

  const unusedSince = ports.clock.now() - unusedFor;
  const { client } = made.value;
  const registered = await ports.oauthClients.addUnverified(client, { most: mostRegistered, unusedSince });
  if (registered === 'full') return refused({ kind: 'busy', retryAfter: unusedFor / 1000 });
  if (registered === 'taken') throw new Error('A drawn client identifier was taken.');
  return made;
}
