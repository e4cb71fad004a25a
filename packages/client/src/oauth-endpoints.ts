import type { LinkpinClientError } from './errors.ts';
import { type Line, ordinaryTimeout, send } from './http.ts';
import { type Members, type Readers, asText, notThe, readBody } from './lenient.ts';
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

/** The readers of {@link OAuthEndpoints}. */
export const endpointReaders: Readers<{ [Name in keyof OAuthEndpoints]-?: string | null }> = {
  deviceAuthorizationEndpoint: asText,
  tokenEndpoint: asText,
  revocationEndpoint: asText,
};

/**
 * Reads a server's metadata by RFC 8414 §3.1, then by OpenID Connect Discovery.
 *
 * @param read - reads the members of a document of this issuer; returns something falsy if it lacks what is needed
 * @throws LinkpinClientError `unreadable` if neither document is of exactly this issuer and has what is needed; else the
 *   error of the request
 */
export const readMetadata = <Found>(
  issuer: string,
  line: Line,
  read: (members: Members) => Found | null | false,
): Promise<Found> => {
  const base = issuer.replace(/\/$/, '');
  const look = async (url: string): Promise<Found> => {
    const answer = await send({ method: 'GET', url, headers: {} }, line, ordinaryTimeout);
    if (!isFine(answer)) throw oauthError(answer);
    const members = readBody(answer.text);
    const found = members['issuer'] === issuer && read(members);
    if (found) return found;
    throw notThe('issuer metadata');
  };
  return look(base.replace(/^\w+:\/\/[^/]+/, '$&/.well-known/oauth-authorization-server')).catch(
    (error: LinkpinClientError) => {
      if (/refused|unreadable/.test(error.code)) return look(`${base}/.well-known/openid-configuration`);
      throw error;
    },
  );
};
