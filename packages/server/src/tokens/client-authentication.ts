import { timingSafeEqual } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { accepted, refused, type Result } from '../pins/result.ts';
import { whenThere, type Soon } from '../pins/soon.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Keys } from '../service/ports/keys.ts';
import type { OAuthClient, OAuthClients } from '../service/ports/oauth-clients.ts';
import type { Once } from '../service/ports/once.ts';

/** How a client says that it is itself; the shape that the wire parses to. */
export type Credentials =
  | { readonly method: 'none'; readonly clientId: string }
  | {
      readonly method: 'client_secret_basic' | 'client_secret_post';
      readonly clientId: string;
      readonly secret: string;
    }
  | { readonly method: 'private_key_jwt'; readonly clientId: string | null; readonly assertion: string };

/** What checking needs from outside. */
export interface AuthenticationPorts {
  readonly clients: OAuthClients;
  readonly keys: Pick<Keys, 'hash'>;
  readonly clock: Clock;
  readonly once: Once;
  /** Fetches a JWK set from a client's `jwks_uri`. */
  readonly fetchKeys: (uri: string) => Promise<JSONWebKeySet>;
}

/** An assertion may not live longer than this, in seconds. */
const longestAssertion = 300;

const sameText = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

function claimedId(assertion: string): string | undefined {
  try {
    const { iss, sub } = decodeJwt(assertion);
    return iss === sub ? sub : undefined;
  } catch {
    return undefined;
  }
}

/** A key-holding client's assertion (RFC 7523 §3): for exactly our issuer, short, once. */
async function checkAssertion(
  { clock, once, fetchKeys }: AuthenticationPorts,
  client: OAuthClient,
  assertion: string,
  issuer: string,
): Promise<boolean> {
  try {
    const set =
      client.jwks !== null
        ? (JSON.parse(client.jwks) as JSONWebKeySet)
        : client.jwksUri !== null
          ? await fetchKeys(client.jwksUri)
          : { keys: [] };
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(set), {
      issuer: client.id,
      subject: client.id,
      algorithms: ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'],
      currentDate: new Date(clock.now()),
      clockTolerance: 10,
      requiredClaims: ['exp', 'jti', 'aud'],
    });
    const { aud, exp = 0, jti } = payload;
    if (aud !== issuer || exp * 1000 > clock.now() + (longestAssertion + 10) * 1000) return false;
    return await once.use(`assertion ${client.id} ${jti}`, (exp + 10) * 1000);
  } catch {
    return false;
  }
}

/**
 * Finds the client and has it prove itself in the way that it is registered for (D3, D29); a public client only names
 * itself (D51). Nothing is waited for when the client is known and has no assertion to be checked.
 *
 * @param issuer our issuer identifier
 * @returns undefined as refusal: nothing is told about why
 */
export function authenticateClient(
  ports: AuthenticationPorts,
  credentials: Credentials,
  issuer: string,
): Soon<Result<OAuthClient, undefined>> {
  const id = credentials.method === 'private_key_jwt' ? claimedId(credentials.assertion) : credentials.clientId;
  if (id === undefined) return refused(undefined);
  const known: Soon<OAuthClient | undefined> = ports.clients.known(id);
  return whenThere(known ?? ports.clients.byId(id), (client) => prove(ports, client, credentials, issuer));
}

function prove(
  ports: AuthenticationPorts,
  client: OAuthClient | undefined,
  credentials: Credentials,
  issuer: string,
): Soon<Result<OAuthClient, undefined>> {
  if (client === undefined || client.authMethod !== credentials.method) return refused(undefined);
  switch (credentials.method) {
    case 'none':
      return accepted(client);
    case 'client_secret_basic':
    case 'client_secret_post': {
      const right = client.secretHash !== null && sameText(ports.keys.hash(credentials.secret), client.secretHash);
      return right ? accepted(client) : refused(undefined);
    }
    case 'private_key_jwt': {
      const named = credentials.clientId === null || credentials.clientId === client.id;
      return whenThere(named && checkAssertion(ports, client, credentials.assertion, issuer), (right) =>
        right ? accepted(client) : refused(undefined),
      );
    }
  }
}
