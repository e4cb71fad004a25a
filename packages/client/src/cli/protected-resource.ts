import type { Clock } from '../clock.ts';
import { badOption } from '../errors.ts';
import { type Fetch, ordinaryTimeout, send } from '../http.ts';
import { asText, notThe, readBody } from '../lenient.ts';
import { oauthError } from '../oauth-body.ts';
import { isPrivate } from '../oauth-endpoints.ts';
import { clean, isFine } from '../plex-answer.ts';
import { lineOf } from './authorization-server.ts';
import { SignInError } from './errors.ts';

/** What an API says about who may call it (RFC 9728). */
export interface ProtectedResource {
  /** The API's own name for itself, which is what was asked for. */
  readonly resource: string;
  /** The issuers whose tokens it takes, in its own order. */
  readonly authorizationServers: readonly string[];
  /** The scope that it wants; null if it does not say. */
  readonly scope: string | null;
}

/** How an API is asked. */
export interface ResourceOptions {
  /** Default: the platform's. */
  readonly fetch?: Fetch | undefined;
  /** Default: the platform's. */
  readonly clock?: Clock | undefined;
}

/** A member of a challenge in `WWW-Authenticate` (RFC 9110 §11.6.1); undefined if it is not there. */
const memberOf = (challenge: string, name: string): string | undefined =>
  new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*"((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(challenge)?.[1]?.replace(/\\(.)/g, '$1');

/** Calls the API without a token, and reads its challenge. */
async function challengeOf(resource: string, inner: Fetch): Promise<string> {
  const response = await inner(resource, {
    method: 'GET',
    headers: { Accept: 'application/json, text/event-stream' },
    redirect: 'manual',
    signal: AbortSignal.timeout(ordinaryTimeout),
  });
  // It may be a stream without end.
  await response.body?.cancel();
  if (response.status >= 300 && response.status < 400) {
    throw new SignInError('untrusted', `${resource} redirects. Use the address that it leads to`);
  }
  return response.headers.get('www-authenticate') ?? '';
}

/** RFC 9728 §3.1: the well-known path goes before that of the resource. */
function wellKnown(resource: string): string {
  const { origin, pathname, search } = new URL(resource);
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}${search}`;
}

const sameAddress = (one: string, other: string): boolean =>
  URL.canParse(one) && new URL(one).href === new URL(other).href && !one.includes('#');

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/**
 * Finds out whose tokens an API takes: where its challenge says, else at its well-known address (RFC 9728).
 *
 * @param resource - the API's address
 * @throws SignInError `untrusted` if the document is about another resource (§3.3) or names an issuer that could be
 *   read on the way; LinkpinClientError if it cannot be read
 */
export async function findProtectedResource(
  resource: string,
  options: ResourceOptions = {},
): Promise<ProtectedResource> {
  const { fetch: inner = (...asked) => fetch(...asked) } = options;
  const line = lineOf(inner, options.clock);
  if (!URL.canParse(resource) || resource.includes('#') || !isPrivate(resource)) throw badOption('no https resource');
  const challenge = await challengeOf(resource, inner).catch((error: unknown) => {
    if (error instanceof SignInError) throw error;
    return ''; // the next request says what is wrong
  });
  const url = memberOf(challenge, 'resource_metadata') ?? wellKnown(resource);
  if (!isPrivate(url)) throw new SignInError('untrusted', `${resource} keeps its metadata at an address without https`);
  const answer = await send({ method: 'GET', url, headers: { Accept: 'application/json' } }, line, ordinaryTimeout);
  if (!isFine(answer)) throw oauthError(answer);
  const members = readBody(answer.text);
  const named = asText(members['resource']);
  if (named === null) throw notThe('resource metadata');
  if (!sameAddress(named, resource)) {
    throw new SignInError('untrusted', clean(`${resource} has the metadata of another API: ${named}`, undefined));
  }
  const authorizationServers = textsOf(members['authorization_servers']);
  const open = authorizationServers.find((issuer) => !isPrivate(issuer));
  if (open !== undefined)
    throw new SignInError('untrusted', clean(`${resource} names an issuer without https: ${open}`, undefined));
  if (authorizationServers.length === 0) throw notThe('authorization_servers');
  const scope = memberOf(challenge, 'scope') ?? textsOf(members['scopes_supported']).join(' ');
  return { resource: named, authorizationServers, scope: scope === '' ? null : scope };
}
