import assert from 'node:assert/strict';
import type { Result } from '../../domain/result.ts';
import { basicText } from '../../http/server/basic-text.ts';
import type { WireRequest } from '../constants/messages.ts';
import type { OAuthError } from '../constants/oauth.ts';

type Fields = readonly (readonly [name: string, value: string])[];

/** A form post, as from the HTTP adapters. */
export function formRequest(
  fields: Fields | Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): WireRequest {
  const pairs: Fields = Array.isArray(fields) ? (fields as Fields) : Object.entries(fields);
  const all = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
  return {
    method: 'POST',
    path: '/oauth/token',
    suffix: null,
    query: () => [],
    header: (name) => (Object.hasOwn(all, name) ? (all as Record<string, string>)[name] : undefined),
    basic: () => basicText((all as Record<string, string>)['authorization']),
    form: (name) => pairs.filter(([key]) => key === name).map(([, value]) => value),
    json: {},
  };
}

/** The header of credentials in the Basic scheme. */
export const basic = (credentials: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(credentials, 'latin1').toString('base64')}`,
});

/** The error code that a request is refused with. */
export const errorOf = (result: Result<unknown, OAuthError>): string => {
  assert.ok(!result.ok, JSON.stringify(result));
  return result.refusal.error;
};

/** What a request says. */
export const valueOf = <Value>(result: Result<Value, OAuthError>): Value => {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};
