// Pure: password sign-in.
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { WireRequest } from '../constants/messages.ts';
import { plexErrors, type Credentials, type PlexError } from '../constants/plex.ts';

/**
 * Parses the credentials of `POST /api/v2/users/signin` from a form or JSON body, never from the query, which ends up
 * in logs. Ignores `rememberMe` and `verificationCode`.
 */
export function parseSignIn({ form, json }: WireRequest): Result<Credentials, PlexError> {
  const said = (name: string): string => {
    const [value = json[name]] = form(name);
    return typeof value === 'string' ? value : '';
  };
  const [login, password] = [said('login'), said('password')];
  if (login !== '' && password !== '') return accepted({ login, password });
  return refused({ ...plexErrors.malformed, message: 'The login or the password is missing' });
}
