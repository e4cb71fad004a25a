// Pure: no I/O, no clock, no randomness.
import { clean } from '../plex-answer.ts';
import type { AuthorizationServer } from './authorization-server.ts';
import { SignInError } from './errors.ts';

/**
 * Reads an authorization response (RFC 6749 §4.1.2). Its `state` was checked when it arrived.
 *
 * @returns the code
 * @throws SignInError `untrusted` if it is from another issuer or says something twice; `denied` or `refused`
 */
export function readAuthorizationResponse(
  response: URLSearchParams,
  { issuer, namesItself }: AuthorizationServer,
): string {
  const [code, iss, error, description] = ['code', 'iss', 'error', 'error_description'].map((key) => {
    const [value, ...more] = response.getAll(key);
    if (more.length > 0) throw new SignInError('untrusted', `the browser came back with more than one ${key}`);
    return value;
  });
  // RFC 9207 §2.4: before anything else is believed.
  if (iss === undefined ? namesItself : iss !== issuer) {
    const whose = iss === undefined ? 'no issuer' : 'the name of another issuer';
    throw new SignInError('untrusted', `the browser came back with ${whose}, not with that of ${issuer}`);
  }
  if (error === 'access_denied') throw new SignInError('denied', 'the request was denied in the browser', error);
  if (error !== undefined) {
    throw new SignInError(
      'refused',
      clean(`${issuer} refuses: ${error} ${description ?? ''}`.trim(), undefined),
      error,
    );
  }
  if (code === undefined || code === '') throw new SignInError('untrusted', 'the browser came back without a code');
  return code;
}
