// OAuth clients, from the one sample of the stores' contract.
import assert from 'node:assert/strict';
import type { OAuthClient } from '../../packages/server/src/service/ports/oauth-clients.ts';
import { aClient } from '../../packages/server/src/stores/contract/samples.ts';
import type { TestDependencies } from './dependencies.ts';

/** What the clients here ask for tokens for. */
export const api = 'https://api.example';

/** A public client that the operator knows, for {@link api}. */
export const operatorsClient = (id: string, parts: Partial<OAuthClient> = {}): OAuthClient =>
  aClient({
    id,
    name: `The ${id}`,
    isVerified: true,
    scopes: ['watch', 'record'],
    scopeWords: {},
    audiences: [api],
    ...parts,
  });

/** Registers one; with a secret it is confidential, and sends that in the form. */
export async function registerClient(
  { store, ports }: Pick<TestDependencies, 'store' | 'ports'>,
  id: string,
  parts: Partial<OAuthClient> = {},
  secret?: string,
): Promise<void> {
  const known: Partial<OAuthClient> =
    secret === undefined ? {} : { authMethod: 'client_secret_post', secretHash: ports.keys.hash(secret) };
  const client = operatorsClient(id, { createdAt: ports.clock.now(), ...known, ...parts });
  assert.ok(await store.oauthClients.add(client));
}
