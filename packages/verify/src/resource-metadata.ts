// Pure: what a protected resource says of itself (RFC 9728), so that a client that knows only the API finds its issuer.

/** What an API says of itself (RFC 9728 §2). */
export interface ProtectedResource {
  /** This API's identifier: an http(s) URL without a fragment; the `audience` of its verifier. */
  readonly resource: string;
  /** The issuers whose tokens it takes, each as in its metadata; the first is what most clients use. */
  readonly authorizationServers: readonly string[];
  /** The scopes that a client may want here. */
  readonly scopes?: readonly string[];
  /** Its name for people. */
  readonly name?: string;
  /** URL of a page for developers. */
  readonly documentation?: string;
  /** Only tokens that are bound to a key are taken (RFC 9449); default: bearer tokens are taken as well. */
  readonly onlyBoundTokens?: boolean;
}

/** The metadata of an API, and where it is served. */
export interface ResourceMetadata {
  /** Where clients look for the document (RFC 9728 §3.1): answer GET there with it, as JSON, for any origin. */
  readonly url: string;
  /** The path of `url`, for a router, with the query of the resource if it has one. */
  readonly path: string;
  /** The document, to be sent as JSON. */
  readonly document: Readonly<Record<string, unknown>>;
}

const wellKnown = '/.well-known/oauth-protected-resource';

/** Algorithms of DPoP proofs that a verifier takes. */
export const proofAlgorithms: readonly string[] = ['EdDSA', 'ES256', 'ES384', 'RS256', 'PS256'];

function parse(name: string, text: unknown): URL {
  const url = typeof text === 'string' ? URL.parse(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || String(text).includes('#')) {
    throw new TypeError(`resourceMetadata needs ${name}, an http(s) URL without a fragment, not ${String(text)}.`);
  }
  return url;
}

/**
 * Makes the metadata of an API (RFC 9728): the well-known path is put between the host and the path of its identifier.
 *
 * @throws {TypeError} if the resource or an issuer is not an http(s) URL, or has a fragment, or if there is no issuer
 */
export function resourceMetadata(of: ProtectedResource): ResourceMetadata {
  const { resource, authorizationServers, scopes = [], name, documentation, onlyBoundTokens = false } = of;
  const { origin, pathname, search } = parse('a resource', resource);
  if (authorizationServers.length === 0)
    throw new TypeError('resourceMetadata needs the issuer of an authorization server.');
  for (const issuer of authorizationServers) parse('the issuer of each authorization server', issuer);
  const path = `${wellKnown}${pathname === '/' ? '' : pathname}${search}`;
  return {
    url: `${origin}${path}`,
    path,
    document: {
      resource,
      authorization_servers: [...authorizationServers],
      ...(scopes.length === 0 ? {} : { scopes_supported: [...scopes] }),
      bearer_methods_supported: ['header'],
      ...(name === undefined ? {} : { resource_name: name }),
      ...(documentation === undefined ? {} : { resource_documentation: documentation }),
      dpop_signing_alg_values_supported: proofAlgorithms,
      ...(onlyBoundTokens ? { dpop_bound_access_tokens_required: true } : {}),
    },
  };
}
