import type { Clock } from './clock.ts';
import { askIssuer, IssuerUnavailableError, VerifierError, type IssuerMetadata } from './metadata.ts';
import { personIn } from './person.ts';
import { sha256 } from './sha256.ts';
import type { VerifiedToken } from './verdict.ts';

/** The client that introspects for an API: confidential, and registered for the API's audience. */
export interface IntrospectionClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Cache duration of a response, in milliseconds: a revoked token is accepted for this long at most. */
const believed = 30_000;

/** Most cached responses; the oldest is evicted first. */
const capacity = 10_000;

/** True if a token has the format of our opaque access tokens: others are not introspected. */
export const looksOpaque = (token: string): boolean => /^lpa_[\w-]+$/.test(token);

interface Introspection {
  readonly active: boolean;
  readonly iss?: string;
  readonly sub?: string;
  readonly client_id?: string;
  readonly grant_id?: string;
  readonly scope?: string;
  readonly aud?: string | readonly string[];
  readonly exp?: number;
  readonly cnf?: { readonly jkt?: string };
}

/** Basic credentials, each half form-encoded first (RFC 6749 §2.3.1). */
function basic({ clientId, clientSecret }: IntrospectionClient): string {
  const half = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+');
  return `Basic ${btoa(`${half(clientId)}:${half(clientSecret)}`)}`;
}

/**
 * Makes a function that introspects an opaque token at the issuer (RFC 7662) and caches the response for thirty
 * seconds, keyed by the token's hash. Concurrent requests with one token share one call.
 *
 * @returns undefined if the token is not valid here
 */
export function createOpaqueCheck(options: {
  readonly issuer: string;
  readonly audience: string;
  readonly client: IntrospectionClient;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly discover: () => Promise<IssuerMetadata>;
  /** Called for a token that is valid for another audience or issuer. */
  readonly report: (error: VerifierError) => void;
}): (token: string) => Promise<VerifiedToken | undefined> {
  const { issuer, audience, client, fetch, clock, discover, report } = options;
  const known = new Map<string, { readonly until: number; readonly answer: Promise<VerifiedToken | undefined> }>();

  const wrongStatus = (status: number): IssuerUnavailableError | undefined =>
    status === 401 || status === 403
      ? new IssuerUnavailableError(
          'credentials',
          `The issuer does not let the client ${client.clientId} ask about tokens: it answered ${status}. ` +
            'Is the secret right, and is the client there?',
        )
      : undefined;

  /** Whether an active token is meant for this API. */
  const isOurs = (iss: string | undefined, to: readonly string[]): boolean => {
    if (iss !== issuer) {
      const named = JSON.stringify(iss);
      report(new VerifierError('issuer', `A token came whose issuer is ${named}, and this API expects ${issuer}.`));
    } else if (!to.includes(audience)) {
      const named = JSON.stringify(to);
      report(new VerifierError('audience', `A token came that is for ${named}, and this API is ${audience}.`));
    } else return true;
    return false;
  };

  const ask = async (token: string): Promise<VerifiedToken | undefined> => {
    const { introspectionEndpoint } = await discover();
    const question = {
      method: 'POST',
      headers: { authorization: basic(client), accept: 'application/json' },
      body: new URLSearchParams({ token }),
    };
    const told = (await askIssuer(fetch, introspectionEndpoint, question, wrongStatus)) as unknown as Introspection;
    const { sub, client_id: clientId, grant_id: grant, scope, aud = [], exp, cnf } = told;
    const to = [aud].flat();
    if (!told.active || !isOurs(told.iss, to)) return undefined;
    if (sub === undefined || clientId === undefined || grant === undefined || exp === undefined) return undefined;
    const scopes = scope?.split(' ') ?? [];
    const person = personIn(told as unknown as Readonly<Record<string, unknown>>);
    return {
      ...(person === undefined ? {} : { person }),
      sub,
      clientId,
      scopes,
      audience: to,
      expiresAt: exp * 1000,
      grant,
      keyThumbprint: cnf?.jkt ?? null,
    };
  };

  return async (token) => {
    const hash = await sha256(token);
    const now = clock.now();
    const before = known.get(hash);
    if (before === undefined || before.until <= now) {
      known.delete(hash);
      for (const oldest of known.keys()) {
        if (known.size < capacity) break;
        known.delete(oldest);
      }
      const answer = ask(token);
      known.set(hash, { until: now + believed, answer });
      answer.catch(() => known.delete(hash));
    }
    const found = await known.get(hash)?.answer;
    return found !== undefined && found.expiresAt > now ? found : undefined;
  };
}
