// Creates, lists and removes OAuth clients for the operator.
import type { NewClient } from '../config/oauth-clients.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import type { Address } from '../domain/address.ts';
import type { Clock } from '../service/ports/clock.ts';
import { byCommand, type Events } from '../service/ports/events.ts';
import type { CreatedClient } from '../service/ports/new-clients.ts';
import type { OAuthClient } from '../service/ports/oauth-clients.ts';
import type { Random } from '../service/ports/random.ts';
import type { Store } from '../service/ports/store.ts';
import { makeClient } from './make-client.ts';

/** The ports of this module. */
export interface ClientPorts {
  readonly store: Pick<Store, 'oauthClients' | 'grants'>;
  readonly clock: Clock;
  readonly random: Random;
  /** The clients of the clients file, if there is one. They take precedence over stored ones and are read-only. */
  readonly declared?: readonly OAuthClient[];
  /** Where it is noted who did it; not at all if left out. */
  readonly events?: Pick<Events, 'note'>;
  /** Who does it, and from where; by command if left out. */
  readonly by?: { readonly admin: string; readonly address: Address };
}

/** Why a client was not created. */
export type CreateClientRefusal =
  | { readonly kind: 'taken'; readonly by: 'file' | 'store' }
  /** One sentence per problem; `path` is the member, such as `scopes[0]`, or empty. */
  | { readonly kind: 'invalid'; readonly problems: readonly { readonly path: string; readonly message: string }[] };

/** Why a client was not removed. */
export type RemoveClientRefusal =
  | { readonly kind: 'unknown' }
  /** It is in the clients file: remove it there and restart the service. */
  | { readonly kind: 'declared' };

/** A client and its source. */
export interface ListedClient {
  readonly client: OAuthClient;
  readonly origin: 'file' | 'store';
}

async function note({ events, by }: ClientPorts, kind: 'client-added' | 'client-removed', id: string): Promise<void> {
  const about = { protocol: 'oauth', clientId: id } as const;
  const doer = by === undefined ? { by: byCommand, address: null } : { by: by.admin, address: by.address };
  await events?.note({ kind, about, account: null, ...doer });
}

const isDeclared = ({ declared = [] }: ClientPorts, id: string): boolean => declared.some((client) => client.id === id);

/**
 * Registers a client, verified by the operator.
 *
 * @param input see {@link NewClient}; `authMethod` `none` makes a public client; a secret is generated for the two
 *   methods that need one
 */
export async function createOAuthClient(
  ports: ClientPorts,
  input: NewClient,
): Promise<Result<CreatedClient, CreateClientRefusal>> {
  const made = makeClient(ports, input);
  if (!made.ok) return refused({ kind: 'invalid', problems: made.refusal });
  const { client } = made.value;
  if (isDeclared(ports, client.id)) return refused({ kind: 'taken', by: 'file' });
  if (!(await ports.store.oauthClients.add(client))) return refused({ kind: 'taken', by: 'store' });
  await note(ports, 'client-added', client.id);
  return made;
}

/** Lists all clients, those of the file first, each part sorted by id; omits stored ones that the file replaces. */
export async function listOAuthClients(ports: ClientPorts): Promise<readonly ListedClient[]> {
  const stored = await ports.store.oauthClients.list();
  return [
    ...(ports.declared ?? []).map((client) => ({ client, origin: 'file' as const })),
    ...stored.filter(({ id }) => !isDeclared(ports, id)).map((client) => ({ client, origin: 'store' as const })),
  ];
}

/**
 * Removes a stored client and revokes all its grants. JWTs that were already issued stay valid at APIs that do not
 * introspect.
 *
 * @returns the number of revoked grants
 */
export async function removeOAuthClient(
  ports: ClientPorts,
  id: string,
): Promise<Result<{ readonly devices: number }, RemoveClientRefusal>> {
  if (isDeclared(ports, id)) return refused({ kind: 'declared' });
  if (!(await ports.store.oauthClients.remove(id))) return refused({ kind: 'unknown' });
  const { grants } = ports.store;
  const ended = await Promise.all(
    (await grants.listOf('oauth', id)).map((grant) => grants.revoke(grant.id, grant.account, ports.clock.now())),
  );
  await note(ports, 'client-removed', id);
  return accepted({ devices: ended.filter(Boolean).length });
}
