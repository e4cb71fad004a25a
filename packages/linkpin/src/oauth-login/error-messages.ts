import type { LinkpinClientError } from '@linkpin/client';
import { errorMessage } from '../login/error-messages.ts';
import { plainText } from '../terminal/plain-text.ts';

/** Advice for the user by error code of RFC 6749 §5.2, RFC 8628 and RFC 8707. */
const advice: Readonly<Record<string, string>> = {
  invalid_client: 'It does not know this client, or wants a secret of it. Look at --client-id.',
  unauthorized_client: 'This client may not sign in like this. Ask whoever runs the server to allow it.',
  invalid_scope: 'It does not give this client these scopes. Look at --scope.',
  invalid_target: 'It gives this client no tokens for that API. Look at --resource.',
  unsupported_grant_type: 'It does not sign in like this.',
};

/** What to do about an `error` that a server sent; undefined if that is not known. */
export const adviceFor = (error: string | undefined): string | undefined => advice[error ?? ''];

/** Explains the `error` that a server sent. */
const refusalMessage = (issuer: string, error: string, description: string): string =>
  advice[error] === undefined
    ? `${issuer} refuses: ${plainText(`${error} ${description}`)}.`.replace(/\.+$/, '.')
    : `${issuer} refuses (${error}). ${advice[error]}`;

/** Explains what is wrong with an OAuth server and what to do. */
export function oauthErrorMessage(issuer: string, error: LinkpinClientError): string {
  const isRefusal = error.code === 'refused' && (error.oauthError ?? '') !== '';
  if (isRefusal) return refusalMessage(issuer, error.oauthError ?? '', error.message);
  if (error.code === 'refused' || error.code === 'unreadable') {
    return `${issuer} cannot be used. It does not say there that it signs devices in (RFC 8628). Is it the issuer, letter for letter, with or without a slash at its end?`;
  }
  return errorMessage(issuer, error);
}
