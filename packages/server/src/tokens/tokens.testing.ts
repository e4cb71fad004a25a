import type { Grant } from '../domain/grant.ts';
import type { Grants } from '../service/ports/grants.ts';
import { createKeys, makeSecretKey, type SecretKey } from './keys.ts';
import { createSigningKeys } from './signing-keys.ts';
import type { AccessTokenPorts } from './access-tokens.ts';
import { systemRandom } from '../app/random.ts';
import type { Approval } from '../domain/pin.ts';
import { aGrant, aYes, t0 } from '../stores/contract/samples.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { eventsOver } from '../events/events.testing.ts';
import type { Events } from '../service/ports/events.ts';
import type { Store } from '../service/ports/store.ts';

/** The issuer in the stories about tokens. */
export const issuer = 'https://link.example';

/** What tokens are made with, over the memory store, with a clock that is moved by hand. */
export interface TokenRoom {
  readonly ports: AccessTokenPorts & { readonly grants: Grants; readonly events: Events };
  readonly store: Store;
  readonly time: { now: number };
  /** A live OAuth grant of Ada's, and the approval that it came from. */
  grant(parts?: Partial<Grant>): Promise<{ readonly grant: Grant; readonly approval: Approval }>;
}

export async function tokenRoom(ring: readonly SecretKey[] = [makeSecretKey()]): Promise<TokenRoom> {
  const time = { now: t0 };
  const store = createMemoryStore();
  const keys = createKeys(ring);
  const clock = { now: () => time.now };
  return {
    time,
    store,
    ports: {
      tokens: store.oauthTokens,
      grants: store.grants,
      keys,
      clock,
      events: eventsOver(store, { keys, clock }),
      random: systemRandom,
      signingKeys: await createSigningKeys(ring, 'oauth'),
    },
    async grant(parts = {}) {
      const grant = aGrant({
        dialect: 'oauth',
        account: 'ada',
        holder: 'radio',
        scopes: ['listen', 'library:read'],
        ...parts,
      });
      await store.grants.add(grant);
      const approval = {
        ...aYes(),
        trusted: false,
        account: 'ada',
        grantId: grant.id,
        scopes: grant.scopes,
        keyId: keys.current,
      };
      return { grant, approval };
    },
  };
}
