// Pure: no I/O, no clock, no randomness.
import { LinkpinClientError } from './errors.ts';
import type { Answer } from './http.ts';
import { type Readers, asInteger, asText, notThe, readBody, readMembers } from './lenient.ts';
import { clean, codeOf, isFine } from './plex-answer.ts';

/** What a device is given to show and to poll with (RFC 8628 §3.2). */
export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string | null;
  /** Seconds. */
  readonly expiresIn: number;
  /** Seconds between two polls. */
  readonly interval: number;
}

/** Tokens of one approval. */
export interface OAuthTokens {
  readonly accessToken: string;
  /** How to send it: `Bearer`, or `DPoP` when it is bound to the key. In the server's own letters. */
  readonly tokenType: string;
  /** Seconds that the access token lives, from when the answer came; null when the server does not say. */
  readonly expiresIn: number | null;
  readonly refreshToken: string | null;
  /** What was granted, which may be less than was asked for; null when neither side named any. */
  readonly scope: string | null;
  readonly idToken: string | null;
}

type OrNull<Shape> = { [Name in keyof Shape]: Shape[Name] | null };

// An address is shown as a link, so nothing but a page may be one.
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

/** The `error` of a body; also of one that came with status 200, as GitHub sends it. */
export const readErrorName = (body: unknown): string | null => asText(readBody(body)['error']);

// Said with 400 by some, and still no reason to give up.
const passing = /^(temporarily_unavailable|server_error|use_dpop_nonce)$/;

/**
 * Turns an answer that is not the thing asked for into an error.
 *
 * @param secret - what must not show up in the message, should the server repeat it
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
 * Reads the answer to a device authorization request. Numbers may come as strings, and the address under the name that it
 * had in drafts, `verification_url`.
 *
 * @throws LinkpinClientError the server's error, or `unreadable` when something to show or to poll with is missing
 */
export const readDeviceAuthorization = (answer: Answer): DeviceAuthorization => {
  const { verificationUrl, ...read } = readMembers(readBody(orThrow(answer)), authorizationReaders);
  const verificationUri = read.verificationUri ?? verificationUrl;
  const { deviceCode, userCode, expiresIn, interval } = read;
  if (!deviceCode || !userCode || !verificationUri || !expiresIn) throw notThe('device code');
  // D11, also for an interval that is none
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
 * Reads the answer of a token endpoint.
 *
 * @param asked - the scope that was asked for, which holds when the answer names none (RFC 6749 §5.1)
 * @param secret - what must not show up in an error's message
 * @throws LinkpinClientError the server's error, or `unreadable` when there is no access token
 */
export const readTokens = (answer: Answer, asked: string | undefined, secret: string): OAuthTokens => {
  const tokens = readMembers(readBody(orThrow(answer, secret)), tokenReaders);
  const { accessToken, tokenType, scope } = tokens;
  if (!accessToken) throw notThe('token');
  return { ...tokens, accessToken, tokenType: tokenType ?? 'Bearer', scope: scope ?? asked ?? null };
};
