import { createHash, randomBytes } from 'node:crypto';
import { type OAuthTokens, readTokens } from '../oauth-body.ts';
import type { OAuthSetting } from '../oauth-setting.ts';
import { pollTimeout } from '../oauth-sign-in.ts';
import { readAuthorizationResponse } from './authorization-response.ts';
import type { AuthorizationServer } from './authorization-server.ts';
import { checkIdToken } from './id-token.ts';
import { openLoopback } from './loopback.ts';
import type { SignInTarget } from './target.ts';

/** What a sign-in in this machine's browser needs. */
export interface RedirectSignIn {
  readonly target: SignInTarget;
  readonly server: AuthorizationServer & { readonly authorizationEndpoint: string };
  readonly setting: OAuthSetting;
  /** The program's name, for the page that the browser ends on. */
  readonly name: string;
  /** Called with the page's address, once the answer to it can be received. */
  readonly open: (url: string) => void;
  /** Aborting it ends the sign-in with its reason. */
  readonly signal: AbortSignal;
}

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

/**
 * Signs in with this machine's browser, a loopback redirect (RFC 8252 §7.3), `state`, PKCE by S256 (RFC 7636) and the
 * check of the issuer (RFC 9207).
 *
 * @throws SignInError if it does not succeed; LinkpinClientError if the code cannot be redeemed; the signal's reason
 */
export async function signInByRedirect(options: RedirectSignIn): Promise<OAuthTokens> {
  const { target, server, name, signal } = options;
  const state = random(16);
  const verifier = random(32);
  const nonce = target.scope?.split(' ').includes('openid') === true ? random(16) : undefined;
  const loopback = await openLoopback(name);
  try {
    const url = new URL(server.authorizationEndpoint);
    const query = {
      response_type: 'code',
      client_id: target.clientId,
      redirect_uri: loopback.redirectUri,
      scope: target.scope,
      resource: target.resource,
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, value);
    const arriving = loopback.redirect(state, signal);
    options.open(url.href);
    const redirect = await arriving;
    try {
      const code = readAuthorizationResponse(redirect.url.searchParams, server);
      const tokens = await redeem(code, verifier, loopback.redirectUri, options);
      if (nonce !== undefined && tokens.idToken !== null) {
        checkIdToken(tokens.idToken, { ...target, nonce }, options.setting.clock.wallTime());
      }
      await redirect.respond({ heading: `You are signed in to ${name}.`, isGood: true });
      return tokens;
    } catch (error) {
      await redirect.respond({ heading: 'You are not signed in.', isGood: false });
      throw error;
    }
  } finally {
    loopback.close();
  }
}

async function redeem(
  code: string,
  verifier: string,
  redirectUri: string,
  { setting, target, signal }: RedirectSignIn,
): Promise<OAuthTokens> {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    resource: target.resource,
  };
  return readTokens(await setting.post('tokenEndpoint', form, pollTimeout, signal), target.scope, code);
}
