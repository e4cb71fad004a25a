// Error responses of each protocol, by status.
import type { OAuthErrorCode } from '../protocols/constants/oauth.ts';
import { plexErrors } from '../protocols/constants/plex.ts';
import { json, outcome, ref, xml, type Answer, type Answers, type Part } from './compose.ts';

const retry = ['Retry-After'];

const plexBody: Part = {
  ...json(ref('schemas', 'PlexErrors')),
  ...xml('errors', '`<errors><error code message status/></errors>`'),
};

const moreHeaders: Readonly<Record<number, readonly string[]>> = {
  413: ['Connection'],
  429: retry,
  503: retry,
};

type PlexErrorName = keyof typeof plexErrors;

/** Errors that can occur before any plex handler. */
const anywhere: readonly PlexErrorName[] = ['malformed', 'tooLarge', 'internal', 'busy'];

const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/**
 * @param kind prefix of the response names
 * @param gone headers of the response about a pin that does not exist
 */
function byStatus(kind: string, names: readonly PlexErrorName[], content: Part, gone: readonly string[]): Answers {
  const answers: Record<string, Answer> = {};
  for (const error of [...names, ...anywhere]) {
    const { code, status, message } = plexErrors[error];
    const before = answers[status];
    answers[status] = {
      name: `${before?.name === undefined ? kind : `${before.name}Or`}${capital(error)}`,
      description: `${before === undefined ? '' : `${before.description}; `}${code}: ${message}`,
      content,
      headers: error === 'pinGone' ? gone : (before?.headers ?? moreHeaders[status] ?? []),
    };
  }
  return answers;
}

/** The errors of version 2, including those of any path. */
export const plexRefusals = (...names: readonly PlexErrorName[]): Answers =>
  byStatus('Plex', names, plexBody, [outcome, 'Preference-Applied']);

const wordsV1: Part = {
  ...xml('errors', '`<errors><error>words</error></errors>`'),
  ...json({ anyOf: [ref('schemas', 'PlexErrorV1'), ref('schemas', 'PlexErrors')] }),
};

/** Like {@link plexRefusals}, in the format of the older paths: JSON if they end in `.json`, else XML. */
export const plexRefusalsV1 = (...names: readonly PlexErrorName[]): Answers =>
  byStatus('PlexV1', names, wordsV1, ['Preference-Applied']);

/** The meaning of each OAuth error code. */
export const oauthErrors: Readonly<Record<OAuthErrorCode, string>> = {
  invalid_request: 'a parameter is missing, repeated or malformed (RFC 6749 §5.2)',
  invalid_client: 'the client is unknown or did not prove itself (RFC 6749 §5.2)',
  invalid_grant: 'the code or the refresh token is not good here (RFC 6749 §5.2)',
  unauthorized_client: 'the client may not do this (RFC 6749 §5.2)',
  unsupported_grant_type: 'the grant type is not offered here (RFC 6749 §5.2)',
  invalid_scope: 'the client may not ask for one of the scopes (RFC 6749 §5.2)',
  invalid_target: 'the client may not ask for one of the resources (RFC 8707 §2)',
  authorization_pending: 'nobody has decided yet (RFC 8628 §3.5)',
  slow_down: 'wait five seconds longer between two polls from now on (RFC 8628 §3.5)',
  access_denied: 'the person denied the request (RFC 8628 §3.5)',
  expired_token: 'the device code has expired (RFC 8628 §3.5)',
  invalid_dpop_proof: 'the DPoP proof is missing, malformed or of another key (RFC 9449 §5)',
  use_dpop_nonce: 'prove the key again, with the nonce of the DPoP-Nonce header (RFC 9449 §8)',
  invalid_client_metadata: 'what the client says of itself cannot be registered (RFC 7591 §3.2.2)',
  invalid_redirect_uri: 'the redirect URIs are malformed (RFC 7591 §3.2.2)',
  temporarily_unavailable: 'too much to do, or too many requests; try again after Retry-After',
  server_error: 'something went wrong here',
};

const oauthAnswer = (codes: readonly OAuthErrorCode[], headers: readonly string[] = [], name?: string): Answer => ({
  ...(name === undefined ? {} : { name }),
  description: codes.map((code) => `\`${code}\`: ${oauthErrors[code]}`).join('; '),
  content: json(ref('schemas', 'OAuthError')),
  headers: ['Pragma', ...headers],
});

/** Errors that can occur before any OAuth handler. */
export const oauthTroubles: Answers = {
  400: oauthAnswer(['invalid_request'], [], 'OAuthMalformed'),
  413: oauthAnswer(['invalid_request'], ['Connection'], 'OAuthTooLarge'),
  500: oauthAnswer(['server_error'], [], 'OAuthInternal'),
  503: oauthAnswer(['temporarily_unavailable'], retry, 'OAuthBusy'),
};

export const oauthNothing: Answer = {
  name: 'OAuthNothing',
  description: 'There is nothing here.',
  content: json(ref('schemas', 'OAuthError')),
  headers: ['Pragma'],
};

/** The errors of an endpoint at which clients authenticate. */
export const oauthRefusals = (...codes: readonly OAuthErrorCode[]): Answers => ({
  ...oauthTroubles,
  400: oauthAnswer(['invalid_request', ...codes], ['DPoP-Nonce', 'Preference-Applied']),
  401: oauthAnswer(['invalid_client'], ['WWW-Authenticate'], 'OAuthInvalidClient'),
});

/** Too many requests from one network, client or account. */
export const oauthTooMany: Answers = { 429: oauthAnswer(['temporarily_unavailable'], retry, 'OAuthTooMany') };
