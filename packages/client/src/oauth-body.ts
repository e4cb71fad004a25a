// Pure: no I/O, no clock, no randomness.
import { LinkpinClientError } from './errors.ts';
import type { Answer } from './http.ts';
import { type Readers, asInteger, asText, notThe, readBody, readMembers } from './lenient.ts';
import { clean, codeOf, isFine } from './plex-answer.ts';

/** The device authorization response (RFC 8628 §3.2). */
export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string | null;
  /** In seconds. */
  readonly expiresIn: number;
  /** Seconds between two polls. */
  readonly interval: number;
}

/** A token response (RFC 6749 §5.1). */
export interface OAuthTokens {
  readonly accessToken: string;
  /** The token type: `Bearer`, or `DPoP` if it is bound to the key. Spelled as the server did. */
  readonly tokenType: string;
  /** Lifetime of the access token in seconds from the response; null if the server did not say. */
  readonly expiresIn: number | null;
  readonly refreshToken: string | null;
  /** The granted scope, which may be narrower than the requested one; null if neither side named any. */
  readonly scope: string | null;
  readonly idToken: string | null;
}

type OrNull<Shape> = { [Name in keyof Shape]: Shape[Name] | null };

// Accept only http(s) URLs, because they are shown as links.
const asPage = (value: unknown): string | null => (/^https?:\/\//.test(value as string) ? (value as string) : null);

const authorizationReaders: Readers<OrNull<DeviceAuthorization> & { verificationUrl: string | null }> = {
  deviceCode: asText,
  userCode: asText,
  verificationUri: asPage,
  verificationUrl: asPage,
  verificationUriComplete: asPage,
  expiresIn: asInteger,
  interval: asInteger,
};

const tokenReaders: Readers<OrNull<OAuthTokens>> = {
  accessToken: asText,
  tokenType: asText,
  expiresIn: asInteger,
  refreshToken: asText,
  scope: asText,
  idToken: asText,
};

/** The `error` of a body; GitHub sends it with status 200. */
export const readErrorName = (body: unknown): string | null => asText(readBody(body)['error']);

// Some servers send these with status 400, but they are temporary.
const passing = /^(temporarily_unavailable|server_error|use_dpop_nonce)$/;

/**
 * Converts an error response to an error.
 *
 * @param secret - removed from the message in case the server repeats it
 */
export const oauthError = (answer: Answer, secret?: string): LinkpinClientError => {
  const { where, status, retryAfter } = answer;
  const said = readBody(answer.text);
  const oauthError = readErrorName(said) ?? '';
  const words = [`${where} answered ${status}`, oauthError, asText(said['error_description'])];
  return new LinkpinClientError(
    passing.test(oauthError) ? 'server' : codeOf(status),
    clean(words.filter(Boolean).join(' '), secret),
    { status, retryAfter, oauthError },
  );
};

const orThrow = (answer: Answer, secret?: string): string => {
  if (!isFine(answer) || readErrorName(answer.text)) throw oauthError(answer, secret);
  return answer.text;
};

/**
 * Reads a device authorization response. Accepts numbers as strings, and `verification_url` from the drafts.
 *
 * @throws LinkpinClientError the server's error, or `unreadable` if a required member is missing
 */
export const readDeviceAuthorization = (answer: Answer): DeviceAuthorization => {
  const { verificationUrl, ...read } = readMembers(readBody(orThrow(answer)), authorizationReaders);
  const verificationUri = read.verificationUri ?? verificationUrl;
  const { deviceCode, userCode, expiresIn, interval } = read;
  if (!deviceCode || !userCode || !verificationUri || !expiresIn) throw notThe('device code');
  // D11, also for an invalid interval
  return {
    ...read,
    deviceCode,
    userCode,
    verificationUri,
    expiresIn,
    interval: (interval as number) > 0 ? (interval as number) : 5,
  };
};

/**
 * Reads a token response.
 *
 * @param asked - the requested scope, which applies if the response names none (RFC 6749 §5.1)
 * @param secret - removed from an error's message
 * @throws LinkpinClientError the server's error, or `unreadable` if there is no access token
 */
export const readTokens = (answer: Answer, asked: string | undefined, secret: string): OAuthTokens => {
  const tokens = readMembers(readBody(orThrow(answer, secret)), tokenReaders);
  const { accessToken, tokenType, scope } = tokens;
  if (!accessToken) throw notThe('token');
  return { ...tokens, accessToken, tokenType: tokenType ?? 'Bearer', scope: scope ?? asked ?? null };
};
