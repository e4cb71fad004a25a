import type { Grant } from '../../domain/grant.ts';
import { personInToken, speakerFor, type PersonInToken } from '../../domain/person-claims.ts';
import type { Identities } from '../ports/identities.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';

/** What the tokens of a client's device say of its person. */
export async function personOf(
  identities: Pick<Identities, 'listFor'>,
  { personClaims = [] }: Pick<OAuthClient, 'personClaims'>,
  { account, signIn }: Pick<Grant, 'account' | 'signIn'>,
): Promise<PersonInToken> {
  if (personClaims.length === 0) return {};
  return personInToken(personClaims, speakerFor(await identities.listFor(account), signIn), signIn);
}
