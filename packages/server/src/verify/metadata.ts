// What the issuer says about itself (RFC 8414).

/** The endpoints that checking a token needs. */
export interface IssuerMetadata {
  readonly jwksUri: URL;
  readonly introspectionEndpoint: URL;
}

/** The issuer could not be asked; says nothing about a token. */
export class IssuerUnavailableError extends Error {
  override name = 'IssuerUnavailableError';
}

/** How long an answer may take, in milliseconds. */
const timeout = 5000;

/** A JSON answer of the issuer. Throws an {@link IssuerUnavailableError} for anything else. */
export async function askIssuer(
  fetch: typeof globalThis.fetch,
  url: URL | string,
  init: RequestInit = {},
): Promise<unknown> {
  try {
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeout) });
    if (answer.status === 200) return await answer.json();
    await answer.body?.cancel();
    throw new Error(`it answered ${answer.status}`);
  } catch (cause) {
    throw new IssuerUnavailableError(`The issuer does not answer at ${String(url)}.`, { cause });
  }
}

/**
 * Makes a function that reads the metadata once and remembers it; a failure is not remembered. The path is OpenID's,
 * because that one stands below the issuer's own path when it has one.
 */
export function createDiscovery(issuer: string, fetch: typeof globalThis.fetch): () => Promise<IssuerMetadata> {
  const read = async (): Promise<IssuerMetadata> => {
    const facts = (await askIssuer(fetch, `${issuer}/.well-known/openid-configuration`)) as Record<string, unknown>;
    if (facts['issuer'] !== issuer) throw new IssuerUnavailableError(`The metadata is not that of ${issuer}.`); // RFC 8414 §3.3
    return {
      jwksUri: new URL(String(facts['jwks_uri'])),
      introspectionEndpoint: new URL(String(facts['introspection_endpoint'])),
    };
  };
  let found: Promise<IssuerMetadata> | undefined;
  return () => {
    found ??= read().catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}
