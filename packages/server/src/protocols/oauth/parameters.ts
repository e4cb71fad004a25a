// Pure: reads the parameters of a request, whether of a form or of a query.
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { OAuthError } from '../constants/oauth.ts';

/** A value, or the error that the request is answered with. */
export type Parsed<Value> = Result<Value, OAuthError>;

/** The values of a parameter, in order. */
export type Parameters = (name: string) => readonly string[];

/** Longest value; none of ours is longer. */
const longest = 8192;

/** An error. */
export const wrong = (
  error: OAuthError['error'],
  description: string,
): { readonly ok: false; readonly refusal: OAuthError } => refused({ error, description });

/** Reads a parameter: empty counts as absent (D5), repeated is refused (D7). */
export function one(parameters: Parameters, name: string): Parsed<string | null> {
  const values = parameters(name);
  if (values.length > 1) return wrong('invalid_request', `${name} is given more than once`);
  const [value = ''] = values;
  if (value.length > longest) return wrong('invalid_request', `${name} is too long`);
  return accepted(value === '' ? null : value);
}

/** Reads several parameters, or returns the first error. */
export function all<Name extends string>(
  parameters: Parameters,
  names: readonly Name[],
): Parsed<Record<Name, string | null>> {
  const values = {} as Record<Name, string | null>;
  for (const name of names) {
    const value = one(parameters, name);
    if (!value.ok) return value;
    values[name] = value.value;
  }
  return accepted(values);
}

/** Reads a parameter that must be there. */
export function required(parameters: Parameters, name: string): Parsed<string> {
  const value = one(parameters, name);
  if (!value.ok) return value;
  return value.value === null ? wrong('invalid_request', `${name} is missing`) : accepted(value.value);
}

/** Parses the scope parameter into a list without duplicates (RFC 6749 §3.3). */
export function parseScopes(text: string | null): Parsed<readonly string[] | null> {
  if (text === null) return accepted(null);
  const scopes = [...new Set(text.split(' ').filter((scope) => scope !== ''))];
  return scopes.every((scope) => /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope))
    ? accepted(scopes)
    : wrong('invalid_scope', 'scope has a character that no scope may have');
}

/** Reads the resource indicators, which may be repeated: absolute URIs without fragment (RFC 8707 §2). */
export function parseResources(parameters: Parameters): Parsed<readonly string[]> {
  const resources = [...new Set(parameters('resource').filter((value) => value !== ''))];
  const proper = resources.every((uri) => uri.length <= 2048 && /^[a-z][a-z0-9+.-]*:[^\s#]+$/i.test(uri));
  return proper && resources.length <= 16
    ? accepted(resources)
    : wrong('invalid_target', 'resource must be an absolute URI without fragment');
}

/** Reads `dpop_jkt`: the thumbprint of a key that the tokens are to be bound to (RFC 9449 §10). */
export function parseKeyThumbprint(text: string | null): Parsed<string | null> {
  return text === null || /^[\w-]{43}$/.test(text)
    ? accepted(text)
    : wrong('invalid_request', 'dpop_jkt must be a SHA-256 thumbprint in base64url');
}
