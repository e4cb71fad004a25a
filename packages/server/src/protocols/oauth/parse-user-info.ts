// Pure: reads the access token of a request, in one of the ways of RFC 6750 §2 and RFC 9449 §7.1.
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { WireRequest } from '../constants/messages.ts';
import type { OAuthError } from '../constants/oauth.ts';

/** An access token, and the scheme that it is sent by. */
export interface ShownToken {
  readonly scheme: 'Bearer' | 'DPoP';
  readonly token: string;
}

const wrong = (description: string): { readonly ok: false; readonly refusal: OAuthError } =>
  refused({ error: 'invalid_request', description });

/**
 * Reads the token in `Authorization`, or in the form of a POST. One in the query, which logs would keep, is passed over.
 *
 * @returns null if there is none
 */
export function parseShownToken({ header, form }: WireRequest): Result<ShownToken | null, OAuthError> {
  const inForm = form('access_token').filter((value) => value !== '');
  const [, scheme, inHeader] = /^(bearer|dpop) +([\w~+/.-]+=*) *$/i.exec(header('authorization') ?? '') ?? [];
  if (inForm.length + (inHeader === undefined ? 0 : 1) > 1) return wrong('the access token is sent more than once');
  const [token = inHeader] = inForm;
  if (token === undefined) return accepted(null);
  if (token.length > 8192) return wrong('the access token is too long');
  return accepted({ scheme: scheme?.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', token });
}
