import { Failure } from '../failure.ts';
import { isOpenToAll } from '../login/server-address.ts';
import { plainText } from '../terminal/plain-text.ts';

/** Where to sign in, as which client, and for what. */
export interface Target {
  /** Exactly as it was typed: an issuer is compared letter by letter (RFC 8414 §3.3). */
  readonly issuer: string;
  readonly clientId: string;
  /** Parted by spaces. */
  readonly scope?: string | undefined;
  /** Address of the API that the tokens are for (RFC 8707). */
  readonly resource?: string | undefined;
}

/** The flags of `linkpin login` that are about OAuth. */
export interface OAuthFlags extends Partial<Omit<Target, 'scope'>> {
  readonly scope?: readonly string[];
  readonly device?: true;
}

/**
 * Reads the flags. Without an issuer there must be no others.
 *
 * @returns null without an issuer
 * @throws {Failure} for flags that cannot go together, and for addresses that are none
 */
export function readTarget({ issuer: typed, clientId, scope, resource, device }: OAuthFlags): Target | null {
  if (typed === undefined) {
    const [lone] = Object.entries({
      '--client-id': clientId,
      '--scope': scope,
      '--resource': resource,
      '--device': device,
    })
      .filter(([, value]) => value !== undefined)
      .map(([flag]) => flag);
    if (lone === undefined) return null;
    throw new Failure(`${lone} goes with --issuer, the OAuth server to sign in at.`);
  }
  const issuer = readIssuer(typed);
  if (clientId === undefined || clientId === '') {
    throw new Failure('--issuer needs --client-id: who this program is to that server. Whoever runs it gives one out.');
  }
  if (resource !== undefined && !(URL.canParse(resource) && !resource.includes('#'))) {
    throw new Failure(`"${plainText(resource)}" is not an API address. Write it like https://api.example.`);
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
  if (isOpenToAll(issuer)) {
    throw new Failure(
      `${plainText(issuer)} is plain http: anybody on the way could read the tokens. OAuth needs https.`,
    );
  }
  return issuer;
}
