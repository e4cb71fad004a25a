import { movableClock, type MovableClock } from '../../../../../test/harness/clock.ts';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import type { Grant } from '../../domain/grant.ts';
import type { Approval } from '../../domain/pin.ts';
import type { Events } from '../ports/events.ts';
import type { Grants } from '../ports/grants.ts';
import type { OAuthClients } from '../ports/oauth-clients.ts';
import type { PersonCheck } from '../ports/person-check.ts';
import type { Store } from '../ports/store.ts';
import { aGrant, anApproval, t0 } from '../../stores/contract/samples.ts';
import type { AccessTokenPorts } from './access-tokens.ts';
import { createSigningKeys, type SigningKeys } from '../../tokens/signing-keys.ts';
import { makeSecretKey, type SecretKey } from '../../tokens/keys.ts';

/** The issuer in the stories about tokens. */
export const issuer = 'https://link.example';

/** What tokens are made with, over the memory store, with a clock that is moved by hand. */
export interface TokenHarness {
  readonly ports: AccessTokenPorts & {
    readonly grants: Grants;
    readonly events: Events;
    readonly oauthClients: OAuthClients;
    readonly signingKeys: SigningKeys;
    readonly personCheck: PersonCheck;
  };
  readonly store: Store;
  readonly clock: MovableClock;
  /** A live OAuth grant of Ada's, and the approval that it came from. */
  grant(parts?: Partial<Grant>): Promise<{ readonly grant: Grant; readonly approval: Approval }>;
}

export async function tokenHarness(keys: readonly SecretKey[] = [makeSecretKey()]): Promise<TokenHarness> {
  const { store, ports, clock } = testDependencies({ keys, clock: movableClock(t0) });
  return {
    clock,
    store,
    ports: {
      ...ports,
      oauthClients: store.oauthClients,
      signingKeys: await createSigningKeys(keys, 'oauth'),
    },
    async grant(parts = {}) {
      const grant = aGrant({
        protocol: 'oauth',
        account: 'ada',
        clientId: 'radio',
        scopes: ['listen', 'library:read'],
        ...parts,
      });
      await store.grants.add(grant);
      const approval = {
        ...anApproval(),
        trusted: false,
        account: 'ada',
        grantId: grant.id,
        scopes: grant.scopes,
        keyId: ports.keys.current,
      };
      return { grant, approval };
    },
  };
}
