import { sectorOf } from '../../domain/subject.ts';
import type { Accounts } from '../ports/accounts.ts';
import type { Keys } from '../ports/keys.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import type { Random } from '../ports/random.ts';

/** What naming people to clients needs from outside. */
export interface SubjectPorts {
  readonly accounts: Pick<Accounts, 'pairwiseSecret'>;
  readonly keys: Pick<Keys, 'hashWith'>;
  readonly random: Pick<Random, 'id'>;
}

/**
 * What a client calls a person (`sub`): the account's id or, of a pairwise client, a name that tells clients of other sectors
 * nothing. It stays while the account does, whatever becomes of the secret keys.
 *
 * @param account id of the account
 */
export async function subjectOf(
  { accounts, keys, random }: SubjectPorts,
  client: Pick<OAuthClient, 'id' | 'isVerified' | 'subjectType' | 'sectorIdentifier' | 'redirectUris' | 'grants'>,
  account: string,
): Promise<string> {
  if (client.subjectType !== 'pairwise') return account;
  const secret = await accounts.pairwiseSecret(account, `${random.id()}${random.id()}`);
  // Of an account that is gone meanwhile nothing is told that could be looked up again.
  return keys.hashWith(secret ?? random.id(), sectorOf(client));
}
