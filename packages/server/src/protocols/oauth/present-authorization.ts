// Pure: the answer to an authorization request, as the URL that it leads to.
import type { AuthorizationError } from './parse-authorization.ts';

/** Where an answer leads, and what goes with every one. */
export interface AuthorizationAnswer {
  readonly redirectUri: string;
  readonly state: string | null;
  /** Our issuer identifier, by which a client tells servers apart (RFC 9207). */
  readonly issuer: string;
}

/** The redirect URI as it was registered, with the members of the answer after its own (RFC 6749 §3.1.2). */
function answerUrl(
  { redirectUri, state, issuer }: AuthorizationAnswer,
  members: Readonly<Record<string, string>>,
): string {
  const all = { ...members, ...(state === null ? {} : { state }), iss: issuer };
  const query = Object.entries(all).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query.join('&')}`;
}

/** Leads back with an authorization code (RFC 6749 §4.1.2). */
export const presentAuthorizationCode = (answer: AuthorizationAnswer, code: string): string =>
  answerUrl(answer, { code });

/** Leads back with an error (RFC 6749 §4.1.2.1). */
export const presentAuthorizationError = (
  answer: AuthorizationAnswer,
  { error, description }: AuthorizationError,
): string => answerUrl(answer, { error, error_description: description });
