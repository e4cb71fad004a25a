// Pure: converts what is told of a person to a response (OpenID Connect Core §5.3).
import type { WireResponse } from '../constants/messages.ts';
import { dpopAlgorithms, type OAuthError } from '../constants/oauth.ts';
import type { ShownToken } from './parse-user-info.ts';

/** Why a token opens nothing (RFC 6750 §3.1, RFC 9449 §7.1). */
export interface TokenFault extends Omit<OAuthError, 'error'> {
  readonly error: OAuthError['error'] | 'invalid_token' | 'insufficient_scope';
}

const algorithms = `algs="${dpopAlgorithms.join(' ')}"`;

const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** The response to a request without a token: which schemes there are, and no error (RFC 6750 §3.1). */
export const presentNoToken: WireResponse = {
  status: 401,
  headers: { ...headers, 'www-authenticate': `Bearer realm="linkpin", DPoP realm="linkpin", ${algorithms}` },
  body: JSON.stringify({ error: 'invalid_token', error_description: 'this needs an access token' }),
};

const statusOf = ({ error }: TokenFault): number => {
  if (error === 'invalid_request') return 400;
  if (error === 'temporarily_unavailable') return 503;
  return error === 'insufficient_scope' ? 403 : 401;
};

/** The response to a request whose token opens nothing, with the challenge of the scheme that it came by. */
export function presentTokenFault(
  { error, description, nonce }: TokenFault,
  scheme: ShownToken['scheme'],
): WireResponse {
  const scope = error === 'insufficient_scope' ? ', scope="openid"' : '';
  const dpop = scheme === 'DPoP' ? `, ${algorithms}` : '';
  return {
    status: statusOf({ error, description }),
    headers: {
      ...headers,
      'www-authenticate': `${scheme} realm="linkpin", error="${error}", error_description="${description}"${scope}${dpop}`,
      ...(nonce === undefined ? {} : { 'dpop-nonce': nonce }),
    },
    body: JSON.stringify({ error, error_description: description }),
  };
}
