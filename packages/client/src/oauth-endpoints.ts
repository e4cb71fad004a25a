import type { LinkpinClientError } from './errors.ts';
import { type Line, ordinaryTimeout, send } from './http.ts';
import { type Readers, asText, notThe, readBody, readMembers } from './lenient.ts';
import { oauthError } from './oauth-body.ts';
import { isFine } from './plex-answer.ts';

/** A server's endpoints, named as in its metadata (RFC 8414 §2). */
export interface OAuthEndpoints {
  readonly deviceAuthorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** Null if the server does not support revocation. */
  readonly revocationEndpoint?: string | null | undefined;
}

/** True for https, or for loopback (D4). */
export const isPrivate = (url: string): boolean =>
  /^(https:\/\/[^/]|http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$))/i.test(url);

/** Returns the endpoints if all are present and allowed. */
export const checkEndpoints = (endpoints: OAuthEndpoints, insecureHttp: boolean | undefined): OAuthEndpoints | null => {
  const { deviceAuthorizationEndpoint, tokenEndpoint, revocationEndpoint } = endpoints;
  const used = [deviceAuthorizationEndpoint, tokenEndpoint, revocationEndpoint ?? tokenEndpoint];
  return used.every((url) => url && (insecureHttp || isPrivate(url))) ? endpoints : null;
};

const readers: Readers<{ [Name in keyof OAuthEndpoints | 'issuer']-?: string | null }> = {
  issuer: asText,
  deviceAuthorizationEndpoint: asText,
  tokenEndpoint: asText,
  revocationEndpoint: asText,
};

/**
 * Discovers a server's endpoints by RFC 8414 §3.1, then by OpenID Connect Discovery.
 *
 * @throws LinkpinClientError `unreadable` if neither is the metadata of exactly this issuer with a device authorization
 *   endpoint; else the error of the request
 */
export const discover = async (
  issuer: string,
  line: Line,
  insecureHttp: boolean | undefined,
): Promise<OAuthEndpoints> => {
  const base = issuer.replace(/\/$/, '');
  const look = async (url: string): Promise<OAuthEndpoints> => {
    const answer = await send({ method: 'GET', url, headers: {} }, line, ordinaryTimeout);
    if (!isFine(answer)) throw oauthError(answer);
    const read = readMembers(readBody(answer.text), readers);
    const found = read.issuer === issuer && checkEndpoints(read as OAuthEndpoints, insecureHttp);
    if (found) return found;
    throw notThe('issuer metadata');
  };
  try {
    return await look(base.replace(/^\w+:\/\/[^/]+/, '$&/.well-known/oauth-authorization-server'));
  } catch (error) {
    if (!/refused|unreadable/.test((error as LinkpinClientError).code)) throw error;
    return look(`${base}/.well-known/openid-configuration`);
  }
};
