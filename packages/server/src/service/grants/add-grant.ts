import type { Grant } from '../../domain/grant.ts';
import type { Clock } from '../ports/clock.ts';
import type { Grants } from '../ports/grants.ts';
import type { OAuthClients } from '../ports/oauth-clients.ts';

/** What adding a grant needs from outside. */
export interface AddGrantPorts {
  readonly grants: Pick<Grants, 'byId' | 'add' | 'revoke'>;
  readonly oauthClients: Pick<OAuthClients, 'byId'>;
  readonly clock: Clock;
}

/**
 * Adds the grant of an approved pin, and revokes it again if its OAuth client was removed meanwhile. A removal deletes
 * the client and then lists its grants; this adds the grant and then looks for the client. So one of the two sees the
 * other.
 *
 * @returns false if the grant was not added or was revoked: its client was removed, or see `Grants.add`
 */
export async function addGrant({ grants, oauthClients, clock }: AddGrantPorts, grant: Grant): Promise<boolean> {
  if (!(await grants.add(grant))) return false;
  if (grant.protocol !== 'oauth' || (await oauthClients.byId(grant.clientId)) !== undefined) return true;
  await grants.revoke(grant.id, grant.account, clock.now());
  return false;
}
