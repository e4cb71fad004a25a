import type { Address } from '../../domain/address.ts';
import { see, type Grant } from '../../domain/grant.ts';
import { extend, rotate, standingOf, type RefreshFamily } from '../../domain/refresh-family.ts';
import { lacksGroup } from '../../domain/person-claims.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { Events } from '../ports/events.ts';
import type { Grants } from '../ports/grants.ts';
import type { OAuthClient, OAuthClients } from '../ports/oauth-clients.ts';
import type { PersonCheck } from '../ports/person-check.ts';
import { isPersonThere } from './heed-person.ts';
import { makeAccessToken, type AccessTokenPorts } from './access-tokens.ts';
import { makeIdToken } from './id-token.ts';
import { audiencesOf, idleEnd, refreshTokenPrefix, tokenAnswer } from './token-sets.ts';

/** One refresh (RFC 6749 §6). */
export interface RefreshOrder {
  readonly client: OAuthClient;
  readonly refreshToken: string;
  /** Fewer scopes than were granted, or null for all of them. */
  readonly scopes: readonly string[] | null;
  /** Some of the resources that were granted; empty for all of them. */
  readonly resources: readonly string[];
  /** Thumbprint of the key that this request proves, or null. */
  readonly provenKey: string | null;
  readonly issuer: string;
  /** The address of the request. */
  readonly address: Address;
}

/** Why a refresh is refused. */
export type RefreshRefusal = 'invalid-grant' | 'wrong-key' | 'invalid-scope' | 'invalid-target';

type Ports = AccessTokenPorts & {
  readonly grants: Grants;
  readonly events: Events;
  readonly personCheck: PersonCheck;
  readonly oauthClients: Pick<OAuthClients, 'markUsed'>;
};

/** More concurrent refreshes of one family than happen by chance. */
const tries = 16;

/** Rotates a token. Returns its successor, or undefined if another request was faster. */
async function replaceToken(ports: Ports, client: OAuthClient, family: RefreshFamily): Promise<string | undefined> {
  const { keys, tokens, clock, random } = ports;
  const now = clock.now();
  const token = `${refreshTokenPrefix}${random.id()}${random.id()}`;
  const successor = { hash: keys.hash(token), sealed: keys.seal('refresh-token', token) };
  const next = rotate(family, successor, now, idleEnd(client, now));
  return (await tokens.replaceFamily(next, family.version)) ? token : undefined;
}

/**
 * The successor of a current token; a key-bound one is not rotated.
 *
 * @returns undefined when the family changed or ended meanwhile
 */
async function succeed(
  ports: Ports,
  { client, refreshToken }: RefreshOrder,
  { keyThumbprint }: Grant,
  family: RefreshFamily,
): Promise<string | undefined> {
  if (keyThumbprint === null) return replaceToken(ports, client, family);
  const next = extend(family, idleEnd(client, ports.clock.now()));
  return (await ports.tokens.replaceFamily(next, family.version)) ? refreshToken : undefined;
}

/** The token to return, or undefined if the given one is not good. Reuse revokes the grant (B23). */
async function successorOf(ports: Ports, order: RefreshOrder, grant: Grant, hash: string): Promise<string | undefined> {
  const { keys, tokens, clock, grants, events } = ports;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const family = await tokens.familyOf(hash);
    const now = clock.now();
    if (family === undefined) return undefined;
    switch (standingOf(family, hash, now)) {
      case 'over':
        return undefined;
      case 'current': {
        const successor = await succeed(ports, order, grant, family);
        if (successor !== undefined) return successor;
        break;
      }
      case 'previous':
        return keys.unseal('refresh-token', family.currentSealed ?? '');
      case 'reused': {
        const { id, account } = grant;
        const about = { ...grant, requester: grant };
        await Promise.all([
          grants.revoke(id, account, now),
          events.note({ kind: 'replayed', about, account, address: order.address, fact: 'refresh-token' }),
        ]);
        return undefined;
      }
    }
  }
  return undefined;
}

/**
 * Exchanges a refresh token. It can be used once; the previous one works for ten seconds more and gives the same
 * successor, so that a lost response does no harm. Any attempt counts as a use of the client.
 *
 * @returns the body of the token response
 */
export async function refresh(ports: Ports, order: RefreshOrder): Promise<Result<string, RefreshRefusal>> {
  const { client, scopes, resources, issuer, provenKey } = order;
  await ports.oauthClients.markUsed(client.id, ports.clock.now());
  const hash = ports.keys.hash(order.refreshToken);
  const family = await ports.tokens.familyOf(hash);
  if (family === undefined || family.clientId !== client.id) return refused('invalid-grant');
  const grant = await ports.grants.byId(family.grantId);
  if (grant === undefined) return refused('invalid-grant');
  if (grant.keyThumbprint !== null && grant.keyThumbprint !== provenKey) return refused('wrong-key');
  if (scopes?.some((scope) => !grant.scopes.includes(scope)) === true) return refused('invalid-scope'); // B22
  const granted = audiencesOf(client, grant.resources, issuer);
  if (resources.some((resource) => !granted.includes(resource))) return refused('invalid-target');

  if (!(await isPersonThere(ports.personCheck, grant))) return refused('invalid-grant');
  const required = client.requiredGroups ?? [];
  if (required.length > 0 && lacksGroup(required, await ports.identities.listFor(grant.account))) {
    await ports.grants.revoke(grant.id, grant.account, ports.clock.now());
    return refused('invalid-grant');
  }
  const refreshToken = await successorOf(ports, order, grant, hash);
  if (refreshToken === undefined) return refused('invalid-grant');
  const given = scopes ?? grant.scopes;
  const audiences = resources.length > 0 ? resources : granted;
  const accessToken = await makeAccessToken(ports, { client, grant, scopes: given, audiences, issuer });
  const idToken = await makeIdToken(ports, { client, grant, scopes: given, issuer, accessToken, nonce: null });
  // A use that loses to another change of the grant is not recorded; the next one is.
  const seen = see(grant, ports.clock.now());
  if (seen !== grant) await ports.grants.replace(seen, grant.version);
  return accepted(tokenAnswer({ accessToken, refreshToken, scopes: given, grant, idToken }));
}
