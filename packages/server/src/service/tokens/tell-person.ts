import type { Grant } from '../../domain/grant.ts';
import { speakerFor, type PersonInToken } from '../../domain/person-claims.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { openIdScope } from '../../domain/scopes.ts';
import type { Account, Accounts } from '../ports/accounts.ts';
import type { Grants } from '../ports/grants.ts';
import type { OAuthClients } from '../ports/oauth-clients.ts';
import type { PersonCheck } from '../ports/person-check.ts';
import { isPersonThere } from './heed-person.ts';
import { inspectToken, type InspectionPorts } from './inspect-token.ts';
import { personOf } from './person-of.ts';
import { subjectOf } from './subject-of.ts';

/** What telling clients of their person needs from outside. */
export type TellPersonPorts = InspectionPorts & {
  readonly grants: Pick<Grants, 'byId'>;
  readonly accounts: Pick<Accounts, 'byId'>;
  readonly oauthClients: Pick<OAuthClients, 'byId'>;
  readonly personCheck: PersonCheck;
};

/** A client's question who its person is. */
export interface PersonQuestion {
  /** An access token of either kind. */
  readonly token: string;
  /** Thumbprint of the key that this request proves for the token, or null. */
  readonly provenKey: string | null;
  readonly issuer: string;
}

/** Why nothing is told: the token is not good (any more), or was not given with the scope `openid`. */
export type PersonRefusal = 'invalid-token' | 'insufficient-scope';

/** What the scopes `profile` and `email` open (OpenID Connect Core §5.4); nothing of what is not known. */
async function claimsFor(
  { identities }: Pick<TellPersonPorts, 'identities'>,
  { username, email, emailConfirmed }: Account,
  { account, signIn }: Pick<Grant, 'account' | 'signIn'>,
  scopes: readonly string[],
): Promise<PersonInToken> {
  if (!scopes.includes('profile') && !scopes.includes('email')) return {};
  const there = speakerFor(await identities.listFor(account), signIn)?.claims;
  const name = there?.name ?? null;
  const address = email ?? there?.email ?? null;
  const isVerified = email === null ? there?.emailVerified === true : emailConfirmed;
  return {
    ...(scopes.includes('profile') ? { ...(name === null ? {} : { name }), preferred_username: username } : {}),
    ...(scopes.includes('email') && address !== null ? { email: address, email_verified: isVerified } : {}),
  };
}

/**
 * Tells a client who its person is, as of now (OpenID Connect Core §5.3): `sub` always, what the scopes of its token open, and what
 * the operator lets it know (`personClaims`).
 *
 * @throws {StoreBusyError} if nobody can tell for now whether the person is still there
 */
export async function tellPerson(
  ports: TellPersonPorts,
  { token, provenKey, issuer }: PersonQuestion,
): Promise<Result<PersonInToken, PersonRefusal>> {
  const live = await inspectToken(ports, token, issuer);
  if (live === undefined || live.keyThumbprint !== provenKey) return refused('invalid-token');
  if (!live.scopes.includes(openIdScope)) return refused('insufficient-scope');
  const [grant, client, account] = await Promise.all([
    ports.grants.byId(live.grantId),
    ports.oauthClients.byId(live.clientId),
    ports.accounts.byId(live.account),
  ]);
  if (grant === undefined || client === undefined || account === undefined) return refused('invalid-token');
  if (!(await isPersonThere(ports.personCheck, grant))) return refused('invalid-token');
  return accepted({
    ...(await claimsFor(ports, account, grant, live.scopes)),
    ...(await personOf(ports.identities, client, grant)),
    sub: await subjectOf(ports, client, account.id),
  });
}
