// The issuer's metadata (RFC 8414).

/** The endpoints that verification needs. */
export interface IssuerMetadata {
  readonly jwksUri: URL;
  readonly introspectionEndpoint: URL;
}

/** The setting of a verifier that seems to be wrong. */
export type VerifierSetting = 'issuer' | 'credentials' | 'audience';

/** A problem between a verifier and its issuer: for the operator of the API, never for its callers. */
export class VerifierError extends Error {
  override name = 'VerifierError';
  readonly about: VerifierSetting;

  constructor(about: VerifierSetting, message: string, options?: ErrorOptions) {
    super(message, options);
    this.about = about;
  }
}

/** The issuer could not be reached; says nothing about a token. */
export class IssuerUnavailableError extends VerifierError {
  override name = 'IssuerUnavailableError';
}

/** Time-out of a request, in milliseconds. */
const timeout = 5000;

/**
 * Fetches a JSON object from the issuer.
 *
 * @param wrong explains another status; undefined if the status says nothing
 * @throws {IssuerUnavailableError} for anything but a JSON object with status 200
 */
export async function askIssuer(
  fetch: typeof globalThis.fetch,
  url: URL | string,
  init: RequestInit = {},
  wrong: (status: number) => IssuerUnavailableError | undefined = () => undefined,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeout) });
    if (answer.status === 200) {
      const told: unknown = await answer.json();
      if (typeof told === 'object' && told !== null) return { ...told };
      throw new Error('it answered something else than a JSON object');
    }
    await answer.body?.cancel();
    throw wrong(answer.status) ?? new Error(`it answered ${answer.status}`);
  } catch (cause) {
    if (cause instanceof IssuerUnavailableError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new IssuerUnavailableError('issuer', `The issuer does not answer at ${String(url)}: ${why}.`, { cause });
  }
}

/**
 * Makes a function that fetches the metadata and caches it unless it fails. Uses the path of OpenID Connect Discovery,
 * which is appended to an issuer with a path.
 */
export function createDiscovery(issuer: string, fetch: typeof globalThis.fetch): () => Promise<IssuerMetadata> {
  const read = async (): Promise<IssuerMetadata> => {
    const facts = await askIssuer(fetch, `${issuer}/.well-known/openid-configuration`);
    if (facts['issuer'] !== issuer) {
      const named = JSON.stringify(facts['issuer']);
      throw new IssuerUnavailableError('issuer', `The metadata at ${issuer} is that of another issuer: ${named}.`); // RFC 8414 §3.3
    }
    const endpoint = (name: string): URL => {
      const url = String(facts[name]);
      if (URL.canParse(url)) return new URL(url);
      throw new IssuerUnavailableError('issuer', `The metadata of ${issuer} has no ${name}.`);
    };
    return { jwksUri: endpoint('jwks_uri'), introspectionEndpoint: endpoint('introspection_endpoint') };
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
