// Pure: no I/O, no clock, no randomness.
import { asInteger, asMembers, asText, type Members } from '../lenient.ts';
import { SignInError } from './errors.ts';

const readPayload = (idToken: string): Members => {
  try {
    const [, payload = ''] = idToken.split('.');
    return asMembers(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  } catch {
    return {};
  }
};

/**
 * Checks the claims of an ID token that came straight from the token endpoint, whose TLS takes the place of the
 * signature (OpenID Connect Core §3.1.3.7).
 *
 * @param now - milliseconds since the epoch
 * @throws SignInError `untrusted` if it is of another issuer, for another client or request, or has expired
 */
export function checkIdToken(
  idToken: string,
  { issuer, clientId, nonce }: { readonly issuer: string; readonly clientId: string; readonly nonce: string },
  now: number,
): void {
  const claims = readPayload(idToken);
  const { iss, aud, azp, exp, nonce: own } = claims;
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  // Clocks differ by up to a minute.
  const isLive = (asInteger(exp) ?? 0) * 1000 + 60_000 > now;
  const isOurs = audiences.includes(clientId) && (azp === undefined || azp === clientId);
  if (iss === issuer && isOurs && isLive && own === nonce && asText(claims['sub']) !== null) return;
  throw new SignInError('untrusted', `${issuer} sent an ID token that is not for this sign-in`);
}
