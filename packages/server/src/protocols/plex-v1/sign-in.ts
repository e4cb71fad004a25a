// Pure: who signs in by the old API, in each way that its clients say it.
import type { WireRequest } from '../constants/messages.ts';
import type { Credentials, PlexFormat } from '../constants/plex.ts';
import { presentErrorV1 } from './present.ts';
import type { WireResponse } from '../constants/messages.ts';

const member = (value: unknown, name: string): string => {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof found === 'string' ? found : '';
};

/**
 * The credentials of `POST /users/sign_in`: Basic, form or JSON, whichever comes first.
 *
 * @param basic what the `Authorization` header holds
 */
export function parseSignInV1({ form, json }: WireRequest, basic: Credentials | null): Credentials | null {
  if (basic !== null) return basic;
  const [login = member(json['user'], 'login')] = form('user[login]');
  const [password = member(json['user'], 'password')] = form('user[password]');
  return login === '' || password === '' ? null : { login, password };
}

/** The name, the password or both are wrong. */
export function presentWrongSignInV1(format: PlexFormat): WireResponse {
  return presentErrorV1(401, 'Invalid email, username, or password.', format);
}
