// Pure: no I/O, no clock, no randomness.
import type { OAuthTokens } from '../oauth-body.ts';
import type { SignInTarget } from './target.ts';
import type { KeptTokens } from './token-store.ts';

/** Tokens that expire within this time are refreshed, in milliseconds. */
const margin = 30_000;

/**
 * Converts a token response to what is kept of it.
 *
 * @param now - milliseconds since the epoch
 */
export function toKeptTokens(
  { accessToken, tokenType, expiresIn, refreshToken, scope }: OAuthTokens,
  asked: Pick<SignInTarget, 'scope' | 'resource'>,
  now: number,
): KeptTokens {
  return {
    accessToken,
    tokenType,
    ...(expiresIn === null ? {} : { expiresAt: new Date(now + expiresIn * 1000).toISOString() }),
    ...(refreshToken === null ? {} : { refreshToken }),
    ...(scope === null ? {} : { scope }),
    ...(asked.scope === undefined ? {} : { askedScope: asked.scope }),
    ...(asked.resource === undefined ? {} : { resource: asked.resource }),
  };
}

/** Whether an access token has expired or is about to. */
export const isStale = ({ expiresAt }: KeptTokens, now: number): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) - margin < now;

/** Whether tokens were asked for with at least this scope, and for this API. */
export function covers({ askedScope, scope = '', resource }: KeptTokens, wanted: SignInTarget): boolean {
  const asked = (askedScope ?? scope).split(' ');
  const words = wanted.scope?.split(' ') ?? [];
  return resource === wanted.resource && words.every((word) => asked.includes(word));
}
