import type { AuthorizationRequest } from '../../domain/authorization-request.ts';
import type { Grant } from '../../domain/grant.ts';
import type { Grants } from '../ports/grants.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';

const hasAll = (given: readonly string[], asked: readonly string[]): boolean =>
  asked.every((one) => given.includes(one));

/**
 * The grant by which a person has said yes before to all that a client asks for: then the operator may want nobody to be asked
 * again (`rememberConsent`). Never of a public client, since anybody can pass for one (RFC 6749 §10.2), nor of one that
 * registered itself. Unlinking the app takes the yes back.
 *
 * @param account id of the account
 * @returns undefined if the person has to be asked
 */
export async function findConsent(
  { grants }: { readonly grants: Pick<Grants, 'listFor'> },
  { id, authMethod, isVerified, rememberConsent }: OAuthClient,
  account: string,
  { scopes, resources }: AuthorizationRequest,
): Promise<Grant | undefined> {
  if (rememberConsent !== true || authMethod === 'none' || !isVerified) return undefined;
  const linked = await grants.listFor(account);
  return linked.find(
    (grant) =>
      grant.protocol === 'oauth' &&
      grant.clientId === id &&
      grant.approvedBy === null &&
      hasAll(grant.scopes, scopes) &&
      hasAll(grant.resources, resources),
  );
}
