// Pure: what OpenID Connect and PKCE add to a request, at whichever endpoint it arrives.
import type { OpenIdRequest, Prompt } from '../../domain/authorization-request.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { OAuthError } from '../constants/oauth.ts';

/** The parameters of an authentication request that are heeded (OpenID Connect Core §3.1.2.1). */
export const openIdParameters = ['nonce', 'max_age', 'acr_values', 'prompt'] as const;

/** The parameters of a proof key (RFC 7636 §4.3). */
export const challengeParameters = ['code_challenge', 'code_challenge_method'] as const;

type Given<Name extends string> = Readonly<Record<Name, string | null>>;

/** See {@link challengeParameters}. */
export type ChallengeParameters = Given<(typeof challengeParameters)[number]>;

/** Longest nonce, and longest list of classes: they are kept with the request. */
const longest = 512;

const prompts: readonly Prompt[] = ['none', 'login', 'consent', 'select_account'];

const isPrompt = (text: string): text is Prompt => prompts.some((known) => known === text);

const wrong = (description: string): { readonly ok: false; readonly refusal: OAuthError } =>
  refused({ error: 'invalid_request', description });

const partsOf = (text: string | null): readonly string[] => [
  ...new Set((text ?? '').split(' ').filter((part) => part !== '')),
];

/** Reads how a request wants its person to be asked, and what is to come back. */
export function readOpenId({
  nonce,
  max_age: age,
  acr_values: acrValues,
  prompt,
}: Given<(typeof openIdParameters)[number]>): Result<OpenIdRequest, OAuthError> {
  if ((nonce ?? '').length > longest) return wrong(`nonce must have ${longest} characters at most`);
  if ((acrValues ?? '').length > longest) return wrong(`acr_values must have ${longest} characters at most`);
  if (age !== null && !/^\d{1,10}$/.test(age)) return wrong('max_age must be a number of seconds');
  const asked = partsOf(prompt);
  if (!asked.every(isPrompt)) return wrong(`prompt must be some of ${prompts.join(', ')}`);
  if (asked.includes('none') && asked.length > 1) return wrong('prompt must be none by itself');
  return accepted({ nonce, maxAge: age === null ? null : Number(age), acrValues: partsOf(acrValues), prompt: asked });
}

/** Reads the code challenge; undefined if there is none. `plain`, which is no secret, is refused (RFC 9700 §2.1.1). */
export function readChallenge({
  code_challenge: challenge,
  code_challenge_method: method,
}: ChallengeParameters): Result<string | undefined, OAuthError> {
  if (challenge === null && method === null) return accepted(undefined);
  if (method !== 'S256') return wrong('code_challenge_method must be S256');
  return challenge !== null && /^[\w-]{43}$/.test(challenge)
    ? accepted(challenge)
    : wrong('code_challenge must be a SHA-256 in base64url: 43 characters');
}

/** Reads the verifier of a token request; null if there is none (RFC 7636 §4.1). */
export const readVerifier = (verifier: string | null): Result<string | null, OAuthError> =>
  verifier === null || /^[\w.~-]{43,128}$/.test(verifier)
    ? accepted(verifier)
    : wrong('code_verifier must be 43 to 128 letters, digits, "-", ".", "_" or "~"');
