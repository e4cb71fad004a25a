import { Failure } from '../failure.ts';
import { isUnencrypted } from '../login/server-address.ts';
import { plainText } from '../terminal/plain-text.ts';

/** The issuer, client and scope of a sign-in. */
export interface Target {
  /** Exactly as typed: issuers are compared as strings (RFC 8414 §3.3). Without one, the API at `resource` names it. */
  readonly issuer?: string | undefined;
  readonly clientId: string;
  /** Separated by spaces. */
  readonly scope?: string | undefined;
  /** URL of the API that the tokens are for (RFC 8707). */
  readonly resource?: string | undefined;
}

/** The OAuth flags of `linkpin login`. */
export interface OAuthFlags extends Partial<Omit<Target, 'scope'>> {
  readonly scope?: readonly string[];
  readonly device?: true;
}

/** Names where a person signs in. */
export const placeName = ({ issuer, resource }: Pick<Target, 'issuer' | 'resource'>): string =>
  plainText(issuer ?? resource ?? '');

/**
 * Reads the flags. Without an issuer and an API no others are allowed.
 *
 * @returns null without both
 * @throws {Failure} for flags that exclude each other and for invalid URLs
 */
export function readTarget({ issuer: typed, clientId, scope, resource, device }: OAuthFlags): Target | null {
  if (typed === undefined && resource === undefined) {
    const [lone] = Object.entries({
      '--client-id': clientId,
      '--scope': scope,
      '--device': device,
    })
      .filter(([, value]) => value !== undefined)
      .map(([flag]) => flag);
    if (lone === undefined) return null;
    throw new Failure(
      `${lone} goes with --issuer, the OAuth server to sign in at, or with --resource, the API to call.`,
    );
  }
  const issuer = typed === undefined ? undefined : readIssuer(typed);
  if (clientId === undefined || clientId === '') {
    const flag = typed === undefined ? '--resource' : '--issuer';
    throw new Failure(`${flag} needs --client-id: who this program is to that server. Whoever runs it gives one out.`);
  }
  if (resource !== undefined && !(URL.canParse(resource) && !resource.includes('#'))) {
    throw new Failure(`"${plainText(resource)}" is not an API address. Write it like https://api.example.`);
  }
  if (issuer === undefined && isUnencrypted(resource ?? '')) {
    throw new Failure(`${plainText(resource ?? '')} is plain http: anybody on the way could read the tokens.`);
  }
  return { issuer, clientId, scope: scope?.join(' '), resource };
}

function readIssuer(typed: string): string {
  const issuer = typed.trim();
  const url = URL.parse(issuer);
  const extra = url === null || /[?#]/.test(issuer) || url.username !== '' || url.password !== '';
  if (extra || !/^https?:\/\//.test(issuer)) {
    throw new Failure(`"${plainText(typed)}" is not an issuer. Write it like https://login.example.`);
  }
  if (isUnencrypted(issuer)) {
    throw new Failure(
      `${plainText(issuer)} is plain http: anybody on the way could read the tokens. OAuth needs https.`,
    );
  }
  return issuer;
}
