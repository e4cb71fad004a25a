import { basicText } from '../../http/server/basic-text.ts';
import type { WireRequest } from '../constants/messages.ts';

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
