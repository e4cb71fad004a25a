import { type Clock, systemClock } from '../clock.ts';
import { badOption } from '../errors.ts';
import type { Fetch, Line } from '../http.ts';
import { type Readers, asText, readMembers } from '../lenient.ts';
import { isPrivate, readMetadata } from '../oauth-endpoints.ts';
import { boundedFetch } from './bounded-fetch.ts';

/** The metadata of an authorization server (RFC 8414, OpenID Connect Discovery), as far as a sign-in needs it. */
export interface AuthorizationServer {
  /** Exactly as it was asked for. */
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly authorizationEndpoint: string | null;
  readonly deviceAuthorizationEndpoint: string | null;
  readonly revocationEndpoint: string | null;
  readonly userinfoEndpoint: string | null;
  /** Whether it promises to name itself in each authorization response (RFC 9207). */
  readonly namesItself: boolean;
}

// A page or an endpoint that tokens and codes may be sent to.
const asEndpoint = (value: unknown): string | null => {
  const url = asText(value);
  return url !== null && isPrivate(url) ? url : null;
};

const readers: Readers<
  Pick<AuthorizationServer, 'deviceAuthorizationEndpoint' | 'revocationEndpoint' | 'userinfoEndpoint'> & {
    readonly tokenEndpoint: string | null;
    readonly authorizationEndpoint: string | null;
  }
> = {
  tokenEndpoint: asEndpoint,
  authorizationEndpoint: asEndpoint,
  deviceAuthorizationEndpoint: asEndpoint,
  revocationEndpoint: asEndpoint,
  userinfoEndpoint: asEndpoint,
};

const has = (list: unknown, word: string): boolean => Array.isArray(list) && list.includes(word);

/** How this package sends requests from a program with an operating system: no redirects, no endless bodies. */
export const lineOf = (inner: Fetch = (...asked) => fetch(...asked), clock: Clock = systemClock): Line => ({
  fetch: boundedFetch(inner),
  clock,
});

/**
 * Reads a server's metadata. Its authorization endpoint counts only with the code grant and PKCE by S256 (RFC 9700
 * §2.1.1), and no endpoint counts that is neither https nor loopback.
 *
 * @throws LinkpinClientError `bad_option` for an issuer that is neither https nor loopback; `unreadable` if it is not the metadata of exactly this issuer with a token endpoint; else
 *   the error of the request
 */
export async function findAuthorizationServer(issuer: string, line: Line): Promise<AuthorizationServer> {
  if (!isPrivate(issuer)) throw badOption('no https issuer');
  return readMetadata(issuer, line, (members) => {
    const { tokenEndpoint, authorizationEndpoint, ...others } = readMembers(members, readers);
    const offersCode =
      has(members['code_challenge_methods_supported'], 'S256') &&
      has(members['response_types_supported'] ?? ['code'], 'code') &&
      has(members['grant_types_supported'] ?? ['authorization_code'], 'authorization_code');
    return (
      tokenEndpoint !== null && {
        ...others,
        issuer,
        tokenEndpoint,
        authorizationEndpoint: offersCode ? authorizationEndpoint : null,
        namesItself: members['authorization_response_iss_parameter_supported'] === true,
      }
    );
  });
}
