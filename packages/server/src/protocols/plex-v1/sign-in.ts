// Pure: password sign-in of the old API, in each format that clients use.
import type { WireRequest } from '../constants/messages.ts';
import type { Credentials, PlexFormat } from '../constants/plex.ts';
import { presentErrorV1 } from './present.ts';
import type { WireResponse } from '../constants/messages.ts';

const member = (value: unknown, name: string): string => {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof found === 'string' ? found : '';
};

/**
 * The credentials of `POST /users/sign_in`: the first of Basic, form and JSON.
 *
 * @param basic the credentials in the `Authorization` header
 */
export function parseSignInV1({ form, json }: WireRequest, basic: Credentials | null): Credentials | null {
  if (basic !== null) return basic;
  const [login = member(json['user'], 'login')] = form('user[login]');
  const [password = member(json['user'], 'password')] = form('user[password]');
  return login === '' || password === '' ? null : { login, password };
}

/** The response to wrong credentials. */
export function presentWrongSignInV1(format: PlexFormat): WireResponse {
  return presentErrorV1(401, 'Invalid email, username, or password.', format);
}
